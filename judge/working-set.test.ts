import { expect, test } from "vitest";
import { HOUR, instant } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aFinding } from "../tests/support/case-facts.ts";
import { anHour } from "../tests/support/hour-facts.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import { WorkingSet } from "./working-set.ts";

function workingSet() {
  const records = new MemoryRecords();
  return { set: new WorkingSet(records), records };
}

test("hours of a target come with what this run changed, in order, and without those of others", async () => {
  const { set, records } = workingSet();
  const hourAt = (start: number, value: number, outlet = "o1") =>
    anHour({ outlet, pollutant: "p1", start: instant(start * HOUR), value });
  await records.commit(aBatch(2, { periods: [hourAt(2, 20), hourAt(1, 10)] }));
  for (const hour of [hourAt(1, 11), hourAt(0, 5), hourAt(3, 30), hourAt(1, 99, "o2")]) set.putPeriod(hour);
  const span = { outlet: "o1", pollutant: "p1", basis: "hour", from: instant(0), to: instant(3 * HOUR) } as const;

  const hours = await set.periods(span);

  expect(hours.map((h) => [h.start / HOUR, h.own[0]?.value])).toEqual([
    [0, 5],
    [1, 11],
    [2, 20],
  ]);
  expect((await set.periods({ ...span, limit: 2 })).map((h) => h.start / HOUR)).toEqual([0, 1]);
});

test("what a run looks up is what the store holds, or what the run wrote over it", async () => {
  const { set, records } = workingSet();
  const stored = aFinding({ value: 1 });
  await records.commit(aBatch(2, { findings: [stored], counters: { k: 4 } }));

  expect([await set.reader.finding(stored.id), await set.reader.finding("none"), await set.reader.counter("k")]).toEqual([
    stored,
    undefined,
    4,
  ]);
  set.putFinding({ ...stored, value: 2 });
  set.setCounter("k", 5);
  expect((await set.finding(stored.id))?.value).toBe(2);
  expect(await set.finding("none")).toBeUndefined();
  expect(await set.counter("k")).toBe(5);
});

/** Records that count how often they are asked for periods. */
class CountingRecords extends MemoryRecords {
  questions = 0;
  override async periodsOf(...asked: Parameters<MemoryRecords["periodsOf"]>): ReturnType<MemoryRecords["periodsOf"]> {
    this.questions += 1;
    return super.periodsOf(...asked);
  }
}

test("periods that are loaded together cost one question, and none the second time, also where nothing is stored", async () => {
  const records = new CountingRecords();
  await records.commit(aBatch(1, { periods: [anHour()] }));
  const set = new WorkingSet(records);
  const keys = [anHour(), anHour({ pollutant: "a21002" })];

  expect(set.peekPeriod(anHour())).toBeUndefined();
  await set.loadPeriods(keys);
  await set.loadPeriods(keys);

  expect(set.peekPeriod(anHour())).toEqual(anHour());
  expect(set.peekPeriod(anHour({ pollutant: "a21002" }))).toBeNull();
  expect(records.questions).toBe(1);
});

test("the line before which there was no state begins its history, and nobody is asked what was before it", async () => {
  const { set, records } = workingSet();
  const line = { subject: "case:1", at: instant(0), seq: 1, actor: "engine", actorName: "", action: "a", note: "" };
  let asked = 0;
  const gather = records.gather.bind(records);
  records.gather = (asking) => {
    asked += 1;
    return gather(asking);
  };

  await set.appendTimeline([
    { ...line, from: null, to: "signal" },
    { ...line, from: "signal", to: "reported" },
  ]);

  expect(asked).toBe(0);
  await set.appendTimeline([{ ...line, subject: "case:2", from: "signal", to: "reported" }]);
  expect(asked).toBe(1);
  const { timeline } = set.take({ upTo: 1 as never, step: 0, engineAt: instant(0) });
  expect(timeline.map(({ subject, index }) => `${subject} ${index}`)).toEqual(["case:1 0", "case:1 1", "case:2 0"]);
});

test("what would have been due before it is set is due when it is set, and what comes later at its own time", async () => {
  const { set } = workingSet();
  const row = { id: "d", kind: "case", subject: "case:a", detail: "" };
  set.setDeadline({ ...row, at: instant(4 * HOUR) }, instant(5 * HOUR));
  set.setDeadline({ ...row, id: "e", at: instant(6 * HOUR) }, instant(5 * HOUR));

  expect(set.take({ upTo: 1, step: 0, engineAt: instant(5 * HOUR) }).deadlines).toEqual([
    { ...row, at: instant(5 * HOUR) },
    { ...row, id: "e", at: instant(6 * HOUR) },
  ]);
});
