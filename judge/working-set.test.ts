import { expect, test } from "vitest";
import type { Deadline } from "../core/casework/deadline.ts";
import type { RecordsBatch } from "../core/records/records.ts";
import { HOUR, type Instant, instant } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aFinding } from "../tests/support/case-facts.ts";
import { anHour } from "../tests/support/hour-facts.ts";
import { WorkingSet } from "./working-set.ts";

const NOON = instant(1_000);
const EVENING = instant(2_000);

function deadline(id: string, at: Instant = NOON): Deadline {
  return { id, at, kind: "confirm-finding", subject: id, detail: "" };
}

/** Records that count how often they are asked what is due. */
class CountingRecords extends MemoryRecords {
  reads = 0;
  override async dueDeadlines(upTo: Instant, limit: number): Promise<readonly Deadline[]> {
    this.reads += 1;
    return super.dueDeadlines(upTo, limit);
  }
}

async function workingSet(deadlines: readonly Deadline[]): Promise<{ set: WorkingSet; records: CountingRecords }> {
  const records = new CountingRecords();
  const batch: RecordsBatch = { ...new WorkingSet(records).take(1), deadlines };
  await records.commit(batch);
  return { set: new WorkingSet(records), records };
}

test("what is due comes earliest first, then by id, whether it was stored or set in this run", async () => {
  const { set } = await workingSet([deadline("b"), deadline("d", EVENING), deadline("late", instant(EVENING + 1))]);
  set.setDeadline(deadline("c"));
  set.setDeadline(deadline("a", EVENING));
  const order: string[] = [];

  for (let next = await set.nextDue(EVENING); next !== undefined; next = await set.nextDue(EVENING)) {
    order.push(next.id);
    set.clearDeadline(next.id);
  }

  expect(order).toEqual(["b", "c", "a", "d"]);
});

test("a deadline that was put off in this run is due at its new time only", async () => {
  const { set } = await workingSet([deadline("a")]);
  set.setDeadline(deadline("a", EVENING));

  expect(await set.nextDue(NOON)).toBeUndefined();
  expect(await set.nextDue(EVENING)).toEqual(deadline("a", EVENING));
});

test("a thousand deadlines of the same noon are read from the store once", async () => {
  const { set, records } = await workingSet(Array.from({ length: 1_000 }, (_, i) => deadline(`${i}`)));

  let done = 0;
  for (let next = await set.nextDue(NOON); next !== undefined; next = await set.nextDue(NOON)) {
    set.clearDeadline(next.id);
    done += 1;
  }

  expect([done, records.reads]).toEqual([1_000, 1]);
});

test("hours of a target come with what this run changed, in order, and without those of others", async () => {
  const { set, records } = await workingSet([]);
  const hourAt = (start: number, value: number, outlet = "o1") =>
    anHour({ outlet, pollutant: "p1", start: instant(start * HOUR), value });
  await records.commit({ ...new WorkingSet(records).take(2), hours: [hourAt(2, 20), hourAt(1, 10)] });
  for (const hour of [hourAt(1, 11), hourAt(0, 5), hourAt(3, 30), hourAt(1, 99, "o2")]) set.putHour(hour);

  const hours = await set.hours("o1", "p1", instant(0), instant(3 * HOUR));

  expect(hours.map((h) => [h.start / HOUR, h.hour?.value])).toEqual([
    [0, 5],
    [1, 11],
    [2, 20],
  ]);
});

test("what a run looks up is what the store holds, or what the run wrote over it", async () => {
  const { set, records } = await workingSet([]);
  const stored = aFinding({ value: 1 });
  await records.commit({ ...new WorkingSet(records).take(2), findings: [stored], counters: { k: 4 } });

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
