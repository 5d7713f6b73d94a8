import { expect, test } from "vitest";
import type { Case } from "../cases/case/case.ts";
import { CASES } from "../cases/case/case-collection.ts";
import type { Cell, Registry } from "../core/registry/registry.ts";
import { type BeijingDate, DAY, type Instant, instant, plus } from "../core/time.ts";
import { judgeUnder } from "../tests/support/a-judge.ts";
import { aGrid, NOW } from "../tests/support/case-facts.ts";
import { aLimit, HOUR_START } from "../tests/support/hour-facts.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";

const MN = "SIM410102000000000000001";
const STACK = { outlet: "e1-DA001", pollutant: "a21026" };
const REGISTRY: Registry = {
  ...aGrid().registry,
  channels: [{ ...STACK, device: MN, factor: STACK.pollutant, unit: "mg/m3" }],
  limits: [aLimit({ value: 200 })],
};

function withCells(change: (cell: Cell) => readonly Cell[]): Registry {
  return { ...REGISTRY, cells: REGISTRY.cells.flatMap(change) };
}
const ending = (id: string, validTo: string): Registry =>
  withCells((cell) => [cell.id === id ? { ...cell, validTo: validTo as BeijingDate } : cell]);

/** A judge after one hour above its limit: a case of the street g2-a. */
async function oneCase() {
  const judge = judgeUnder(REGISTRY, MN);
  await judge.read([{ ...STACK, basis: "hour", at: HOUR_START, value: 230, flag: "N", ...ORIGIN }], NOW);
  const theCase = async (): Promise<Case> => {
    const [row] = (await judge.records.subjects.list(CASES, { where: [], order: "oldest", limit: 10 })).items;
    if (row === undefined) throw new Error("no case was opened");
    return row;
  };
  const lines = async () =>
    (await judge.records.timeline((await theCase()).id)).filter((line) => line.action === "handed-over").map((line) => line.said);
  return { ...judge, theCase, lines };
}

const TO_DISTRICT = { code: "handed-over", facts: { from: "g2-a", to: "g1" } };

test.each([
  ["has ended", ending("g2-a", "2026-11-23")],
  // Its communities hang under the district from now on.
  [
    "leaves the registry",
    withCells((cell) => (cell.id === "g2-a" ? [] : [cell.parent === "g2-a" ? { ...cell, parent: "g1" } : cell])),
  ],
])("open cases of a cell that %s go to the cell above, with a line in each", async (_how, registry) => {
  const { put, theCase, lines } = await oneCase();
  const before = await theCase();
  await put(registry, NOW);

  expect(before.cell).toBe("g2-a");
  expect(await theCase()).toMatchObject({ cell: "g1", state: before.state, version: before.version + 1 });
  expect(await lines()).toEqual([TO_DISTRICT]);
});

// Behaviour
test("open cases of a cell that ends later are handed over when its day has come, and not when the end was taken back", async () => {
  const tick = { kind: "tick" } as const;
  const day = (days: number): Instant => plus(NOW, days * DAY);
  const ended = await oneCase();
  await ended.put(ending("g2-a", "2026-11-25"), NOW);
  await ended.happen(tick, day(1));
  const early = await ended.theCase();
  await ended.happen(tick, day(2));
  const kept = await oneCase();
  await kept.put(ending("g2-a", "2026-11-25"), NOW);
  await kept.put(REGISTRY, instant(NOW + 1));
  await kept.happen(tick, day(2));

  expect(early.cell).toBe("g2-a");
  expect((await ended.theCase()).cell).toBe("g1");
  expect(await ended.lines()).toEqual([TO_DISTRICT]);
  expect((await kept.theCase()).cell).toBe("g2-a");
});

test("a version that changes no cell hands nothing over", async () => {
  const { put, theCase, lines } = await oneCase();
  await put({ ...REGISTRY, people: [] }, NOW);

  expect((await theCase()).cell).toBe("g2-a");
  expect(await lines()).toEqual([]);
});

test("a document that says little new is stored as what it changes, and the first one whole", async () => {
  const { put, records } = judgeUnder(REGISTRY, MN);
  await put({ ...REGISTRY, units: [{ id: "u2", name: "环保办", kind: "department" }] }, NOW);

  expect(await records.registrySteps(0)).toEqual([
    { seq: 2, at: NOW, edit: { units: { put: [{ id: "u2", name: "环保办", kind: "department" }], removed: ["u-unit"] } } },
  ]);
});
