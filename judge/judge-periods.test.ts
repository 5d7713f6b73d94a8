import { expect, test } from "vitest";
import type { Reading } from "../core/readings/reading.ts";
import type { Registry } from "../core/registry/registry.ts";
import { DAY, HOUR, instant, MINUTE, plus } from "../core/time.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { DAY_PERIOD, DAY_START } from "../tests/support/day-facts.ts";
import { aLimit, day, HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, JUDGED, MN, reading, STACK } from "../tests/support/judge-desk.ts";
import { aBatch } from "../tests/support/records-facts.ts";

const DAY_LIMIT = aLimit({ id: "so2-d", basis: "day-mean", value: 100 });
const BY_DAY: Registry = { ...JUDGED, limits: [DAY_LIMIT] };
const DAY_OVER = plus(DAY_PERIOD.end, 10 * 60_000);
const DAY_COMPLETE = plus(DAY_PERIOD.end, HOUR);

function hoursOfDay(value: number): readonly Reading[] {
  return Array.from({ length: 24 }, (_, hour) => reading(STACK, value, { at: plus(DAY_START, hour * HOUR) }));
}

test("a day mean above its limit is found when the logger sends it, and withdrawn when the logger corrects it", async () => {
  const { records, read } = aJudge(BY_DAY);
  const found = async () => (await records.findings({ limit: 10 })).items;

  await read([{ ...reading(STACK, 130, { basis: "day", at: DAY_START }), order: 1 }], DAY_OVER);
  expect(await found()).toMatchObject([{ rule: "EXCEED-DAY", period: DAY_PERIOD, value: 130, status: "provisional" }]);

  await read([{ ...reading(STACK, 90, { basis: "day", at: DAY_START }), order: 2 }], plus(DAY_OVER, 60_000));
  expect(await found()).toMatchObject([{ rule: "EXCEED-DAY", value: 90, status: "withdrawn" }]);
});

test("a day of which only hours came is judged by their mean, and again when one of them is corrected", async () => {
  const { records, read, happen } = aJudge(BY_DAY);
  const found = async () => (await records.findings({ limit: 10, rule: "EXCEED-DAY" })).items;
  await read(
    hoursOfDay(101).map((one) => ({ ...one, order: 1 })),
    DAY_OVER,
  );

  await happen({ kind: "tick" }, DAY_COMPLETE);
  expect(await found()).toMatchObject([{ value: 101, status: "provisional" }]);

  // (23 × 101 + 53) / 24 = 99
  await read([{ ...reading(STACK, 53, { at: plus(DAY_START, 5 * HOUR) }), order: 2 }], plus(DAY_COMPLETE, HOUR));
  expect(await found()).toMatchObject([{ value: 99, status: "withdrawn" }]);
});

test("a day judged by its minutes is found with the minute that decides, and judged again when the limit is lowered", async () => {
  const furnace = { outlet: "e1-DA001", pollutant: "a01901" };
  const unit = "°C";
  const row = { ...furnace, id: "850", basis: "furnace-temperature-5min", comparator: ">=", value: 850, unit } as const;
  const channels = [{ ...furnace, device: MN, factor: furnace.pollutant, unit }];
  const registry: Registry = { ...JUDGED, channels, limits: [aLimit(row)] };
  const { records, read, happen } = aJudge(registry);
  const found = async () => (await records.findings({ limit: 10 })).items;
  const low = (n: number) => reading(furnace, 830, { basis: "minute", at: plus(DAY_START, n * 5 * MINUTE) });
  const inUnit = (n: number): Reading => ({ ...low(n), unit, minutes: 5 });

  for (let n = 0; n < 5; n++) await read([inUnit(n)], plus(DAY_START, HOUR));
  expect(await found()).toEqual([]);

  await read([inUnit(5)], plus(DAY_START, HOUR));
  expect(await found()).toMatchObject([{ rule: "FURNACE-TEMPERATURE", period: DAY_PERIOD, value: 830, status: "provisional" }]);

  await happen({ kind: "registry", step: { registry: { ...registry, limits: [aLimit({ ...row, value: 820 })] } } }, NOW);
  expect((await found()).map(({ status }) => status)).toEqual(["withdrawn"]);
});

test("a lead about a value is withdrawn when the value that it was about is replaced by a measured one", async () => {
  const { records, read } = aJudge();
  await read([{ ...reading(STACK, 65_535), implausible: true, order: 1 }]);
  const [lead] = (await records.findings({ limit: 10 })).items;

  await read([{ ...reading(STACK, 150), order: 2 }]);

  const [withdrawn] = (await records.findings({ limit: 10 })).items;
  expect(lead).toMatchObject({ rule: "Q06", status: "provisional" });
  expect(withdrawn).toMatchObject({ id: lead?.id, status: "withdrawn" });
  expect(withdrawn?.history.at(-1)?.reason).toEqual({ code: "nothing-found", facts: {} });
});

test("of two devices that measure one outlet the one whose channel began later counts, whatever came last", async () => {
  const channel = { ...STACK, factor: STACK.pollutant, unit: "mg/m3" };
  const channels = [
    { ...channel, device: MN },
    { ...channel, device: "SIM2", validFrom: day("2026-11-01") },
  ];
  const { read, hour } = aJudge({ ...JUDGED, channels });

  await read([{ ...reading(STACK, 130), mn: "SIM2", order: 1 }]);
  await read([{ ...reading(STACK, 150), order: 2 }]);

  expect((await hour())?.own.map(({ value, channelFrom }) => [value, channelFrom])).toEqual(
    // Midnight of 1 November in Beijing.
    expect.arrayContaining([
      [130, Date.parse("2026-10-31T16:00:00Z")],
      [150, 0],
    ]),
  );
});

test("more deadlines of one moment than are read at once are all worked off, with commits in between", async () => {
  const { records, happen } = aJudge(JUDGED, { mostRows: 1_000_000, dueOfATick: 3_000 });
  const deadlines = Array.from({ length: 2_001 }, (_, i) => ({
    ...{ id: `ask:${String(i).padStart(4, "0")}`, at: plus(NOW, -DAY), kind: "ask-again", subject: STACK.outlet },
    detail: JSON.stringify([STACK.pollutant, "hour", plus(HOUR_START, -i * HOUR)]),
  }));
  await records.commit(aBatch(1, { deadlines }));

  await happen({ kind: "tick" }, NOW);

  expect(await records.dueDeadlines(instant(8e15), 10)).toEqual([]);
});

test("a finding whose limit turns out to have ended before its hour is withdrawn: there was no limit", async () => {
  const { records, read, happen } = aJudge();
  await read([reading(STACK, 230)]);

  // The hour is one of 23 November.
  const ended = aLimit({ value: 200, validTo: day("2026-11-23") });
  await happen({ kind: "registry", step: { registry: { ...JUDGED, limits: [ended] } } }, NOW);

  const [finding] = (await records.findings({ limit: 10 })).items;
  expect(finding?.status).toBe("withdrawn");
  expect(finding?.history.at(-1)?.reason).toEqual({ code: "no-limit", facts: {} });
});
