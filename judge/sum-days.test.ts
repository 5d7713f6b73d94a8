import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import { DAY, HOUR, type Instant, MINUTE, plus, startOfBeijingDay } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aBatch, anHour, aRegistry, T0 } from "../tests/support/records-facts.ts";
import { SumDays } from "./sum-days.ts";

const TODAY = startOfBeijingDay(T0);
const ALWAYS = { from: plus(TODAY, -400 * DAY), to: plus(TODAY, 400 * DAY) };

function summing() {
  const records = new MemoryRecords();
  let time: Instant = T0;
  const { outlet, pollutant } = anHour();
  const channel = { outlet, device: "m", factor: pollutant, pollutant, unit: "mg/m3" };
  const index = indexRegistry(aRegistry({ channels: [channel] }));
  const sums = new SumDays({ records, registry: () => index, clock: { kind: "manual", now: () => time } });
  return {
    records,
    commit: (upTo: number, start: Instant, engineAt: Instant) =>
      records.commit(aBatch(upTo, { periods: [anHour({ start, minutes: [], heardAt: plus(start, HOUR) })], engineAt })),
    async lookAt(at: Instant) {
      time = at;
      await sums.look();
    },
    hours: async () => (await records.daySums.sums(ALWAYS)).map((sum) => sum.hours),
    marks: async () => (await records.daySums.toSum(ALWAYS, 9)).length,
  };
}

test("a day that is over is summed ten minutes after its hours changed, and its mark goes", async () => {
  const { commit, lookAt, hours, marks } = summing();
  const changed = plus(TODAY, 30 * HOUR);
  await commit(1, plus(TODAY, 2 * HOUR), changed);

  await lookAt(plus(changed, 10 * MINUTE - 1));
  expect(await hours()).toEqual([]);
  await lookAt(plus(changed, 10 * MINUTE));

  expect(await hours()).toEqual([`..V${".".repeat(21)}`]);
  expect(await marks()).toBe(0);
});

test("the running day is summed an hour after, again and again, and is settled an hour after its end", async () => {
  const { commit, lookAt, hours, marks } = summing();
  await commit(1, plus(TODAY, 2 * HOUR), plus(TODAY, 3 * HOUR));

  await lookAt(plus(TODAY, 4 * HOUR - 1));
  expect(await hours()).toEqual([]);
  await lookAt(plus(TODAY, 4 * HOUR));
  expect([await hours(), await marks()]).toEqual([[`..V${".".repeat(21)}`], 1]);
  await commit(2, plus(TODAY, 3 * HOUR), plus(TODAY, 4 * HOUR));
  await lookAt(plus(TODAY, 24.5 * HOUR));
  expect([await hours(), await marks()]).toEqual([[`..VV${".".repeat(20)}`], 1]);
  await lookAt(plus(TODAY, 25 * HOUR));

  expect(await marks()).toBe(0);
});
