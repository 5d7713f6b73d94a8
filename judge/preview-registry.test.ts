import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import type { Registry } from "../core/registry/registry.ts";
import { HOUR, plus } from "../core/time.ts";
import type { MemoryRecords } from "../storage/memory/memory-records.ts";
import { judgeUnder } from "../tests/support/a-judge.ts";
import { aGrid, NOW } from "../tests/support/case-facts.ts";
import { aLimit, HOUR_START } from "../tests/support/hour-facts.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";
import { previewRegistry } from "./preview-registry.ts";

const MN = "SIM410102000000000000001";
const STACK = { outlet: "e1-DA001", pollutant: "a21026" };
const REGISTRY: Registry = {
  ...aGrid().registry,
  channels: [{ ...STACK, device: MN, factor: STACK.pollutant, unit: "mg/m3" }],
  limits: [aLimit({ value: 200 })],
};

/** Records after three hours of 150, 250 and 350 mg/m³ under a limit of 200. */
const threeHours = () => hoursOf([150, 250, 350]);

/** Records after so many hours in a row with these values. */
async function hoursOf(values: readonly number[]) {
  const { records, read } = judgeUnder(REGISTRY, MN);
  const readings = values.map((value, i) => ({
    ...{ ...STACK, basis: "hour" as const, at: plus(HOUR_START, (i - values.length + 1) * HOUR), value, flag: "N", ...ORIGIN },
  }));
  await read(readings, NOW);
  return records;
}

async function preview(records: MemoryRecords, change: Partial<Registry>, most?: number) {
  const [before, after] = [indexRegistry(REGISTRY), indexRegistry({ ...REGISTRY, ...change })];
  return previewRegistry(records, { before, after, now: NOW }, most);
}

const NONE = { confirmed: 0, provisional: 0, exempted: 0 };

// Behaviour
test("a preview counts what a version would withdraw, open and revise, and leaves the records as they are", async () => {
  const records = await threeHours();
  const before = await records.findings({ limit: 10 });

  // 250 and 350 stood above 200.
  expect(await preview(records, { limits: [] })).toEqual({
    ...{ withdraws: { ...NONE, provisional: 2 }, opens: 0, revises: 0, complete: true },
  });
  expect(await preview(records, { limits: [aLimit({ value: 100 })] })).toEqual({
    ...{ withdraws: NONE, opens: 1, revises: 2, complete: true },
  });
  expect(await preview(records, { limits: [aLimit({ value: 300 })] })).toEqual({
    ...{ withdraws: { ...NONE, provisional: 1 }, opens: 0, revises: 1, complete: true },
  });
  expect(await records.findings({ limit: 10 })).toEqual(before);
  expect(await records.cursor()).toBe(2);
});

test("a preview of a version that changes no law is complete and empty", async () => {
  const records = await threeHours();

  expect(await preview(records, { people: [] })).toEqual({ withdraws: NONE, opens: 0, revises: 0, complete: true });
});

test("a preview that may not look at every period says that its numbers are the least there will be", async () => {
  const records = await threeHours();

  expect(await preview(records, { limits: [] }, 2)).toEqual({
    ...{ withdraws: { ...NONE, provisional: 1 }, opens: 0, revises: 0, complete: false },
  });
});

test("an outlet that leaves the registry takes everything that was found of it, also what compares with no limit", async () => {
  const records = await threeHours();

  const { withdraws, complete } = await preview(records, { outlets: [], channels: [], limits: [] });

  expect({ withdraws, complete }).toEqual({ withdraws: { ...NONE, provisional: 2 }, complete: true });
});

test("a span of more periods than are read at once is looked at whole", async () => {
  // Ten days and ten hours, each with another value: a constant one would be a lead of its own.
  const records = await hoursOf(Array.from({ length: 250 }, (_, i) => 201 + i));

  const { withdraws, complete } = await preview(records, { limits: [] });

  // With the leads of eleven days that have more than three such hours, each once.
  expect([withdraws.confirmed + withdraws.provisional, complete]).toEqual([261, true]);
});
