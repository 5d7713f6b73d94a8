import { expect, test } from "vitest";
import type { PeriodKey, PeriodState } from "../core/judging/period.ts";
import { HOUR, instant } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { anHour } from "../tests/support/hour-facts.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import { type MemoryBounds, PeriodMemory } from "./period-memory.ts";

/** Records that count the periods that they are asked for. */
class CountingRecords extends MemoryRecords {
  asked = 0;
  override async periodsOf(...asked: Parameters<MemoryRecords["periodsOf"]>): ReturnType<MemoryRecords["periodsOf"]> {
    this.asked += asked[0].length;
    return super.periodsOf(...asked);
  }
}

/** A memory that asks the records for what it misses. */
class LoadingMemory extends PeriodMemory {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords, bounds: MemoryBounds) {
    super(bounds);
    this.#records = records;
  }

  async load(keys: readonly PeriodKey[]): Promise<void> {
    const missing = this.missing(keys);
    this.remember(missing, await this.#records.gather(missing));
  }
}

function hour(n: number, outlet = "o1", value = n): PeriodState {
  return anHour({ outlet, pollutant: "p1", start: instant(n * HOUR), value });
}

async function memoryOver(stored: readonly PeriodState[], least = 100, perSeries = 0) {
  const records = new CountingRecords();
  await records.commit(aBatch(1, { periods: stored }));
  return { records, memory: new LoadingMemory(records, { least, perSeries }) };
}

test("of what lies after the newest stored hour nothing is asked, whatever was put since", async () => {
  const { records, memory } = await memoryOver([hour(5)]);
  await memory.load([hour(9)]);
  memory.put(hour(9));
  memory.take();
  // The first question asks for the newest hour, too.
  expect(records.asked).toBe(1);
  await memory.load([hour(6), hour(7), hour(8), hour(9), hour(10)]);

  expect([6, 7, 8, 9, 10].map((n) => memory.peek(hour(n)))).toEqual([null, null, null, hour(9), null]);
  expect(records.asked).toBe(1);
});

test("an hour before it is asked for once, also where nothing is stored of it", async () => {
  const { records, memory } = await memoryOver([hour(5), hour(3)]);
  const keys = [hour(3), hour(4), hour(3)];
  for (let i = 0; i < 3; i++) await memory.load(keys);

  expect(keys.map((key) => memory.peek(key))).toEqual([hour(3), null, hour(3)]);
  expect(records.asked).toBe(2);
});

test("what is put before anybody asks stands before what is stored", async () => {
  const { memory } = await memoryOver([hour(2)]);
  memory.put(hour(2, "o1", 99));
  await memory.load([hour(1), hour(2), hour(3)]);

  expect(memory.peek(hour(2))?.own[0]?.value).toBe(99);
  expect([memory.peek(hour(1)), memory.peek(hour(3))]).toEqual([null, null]);
});

test("the last periods are remembered, those of long ago are asked for again, and none is taken for one that never was", async () => {
  const { records, memory } = await memoryOver([hour(0)], 3);
  await memory.load([hour(1)]);
  records.asked = 0;
  for (let n = 1; n <= 20; n++) {
    memory.put(hour(n));
    await records.commit(aBatch(n + 1, memory.take()));
  }

  expect([18, 19, 20].map((n) => memory.peek(hour(n)))).toEqual([hour(18), hour(19), hour(20)]);
  expect(memory.peek(hour(1))).toBeUndefined();
  await memory.load([hour(1), hour(2)]);
  expect([memory.peek(hour(1)), memory.peek(hour(2))]).toEqual([hour(1), hour(2)]);
  expect(records.asked).toBe(2);
});

test("where there are many series, so many periods of each stay as the bounds say", async () => {
  const outlets = Array.from({ length: 10 }, (_, i) => `o${i}`);
  const { memory } = await memoryOver([], 1, 4);
  for (let n = 1; n <= 40; n++) {
    await memory.load(outlets.map((outlet) => hour(n, outlet)));
    for (const outlet of outlets) memory.put(hour(n, outlet));
    memory.take();
  }

  const remembered = (n: number) => outlets.every((outlet) => memory.peek(hour(n, outlet)) !== undefined);
  expect([37, 38, 39, 40].every(remembered)).toBe(true);
  expect([1, 20, 32].some(remembered)).toBe(false);
});

test("what is put is taken once, a period that is put twice as it was put last, with its verdict", async () => {
  const { memory } = await memoryOver([], 1);
  const verdict = { verdict: "compliant", validity: "valid", value: 1, limitId: null, limitValue: null } as const;
  memory.put(hour(1));
  memory.put(hour(2, "o2"));
  memory.put(hour(1, "o1", 99));
  memory.putVerdict({ outlet: "o1", pollutant: "p1", basis: "hour", start: instant(HOUR), ...verdict });

  expect(memory.changed).toBe(2);
  const { periods, verdicts } = memory.take();
  expect(periods.map(({ outlet, own: [version] }) => [outlet, version?.value])).toEqual([
    ["o1", 99],
    ["o2", 2],
  ]);
  expect(verdicts).toMatchObject([{ outlet: "o1", verdict: "compliant" }]);
  expect(memory.take()).toEqual({ periods: [], verdicts: [] });
});
