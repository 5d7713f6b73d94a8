import { expect, test } from "vitest";
import type { Deadline } from "../core/casework/deadline.ts";
import { type Instant, instant } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import { DueQueue } from "./due-queue.ts";

const NOON = instant(1_000);
const EVENING = instant(2_000);

function deadline(id: string, at: Instant = NOON): Deadline {
  return { id, at, kind: "case", subject: id, detail: "" };
}

/** Records that count how often they are asked what is due. */
class CountingRecords extends MemoryRecords {
  reads = 0;
  override async dueDeadlines(...asked: Parameters<MemoryRecords["dueDeadlines"]>): Promise<readonly Deadline[]> {
    this.reads += 1;
    return super.dueDeadlines(...asked);
  }
}

async function queueOver(deadlines: readonly Deadline[]) {
  const records = new CountingRecords();
  await records.commit(aBatch(1, { deadlines }));
  return { queue: new DueQueue(records), records };
}

/** What is due at `upTo`, each filed under the first letter of its id. */
async function due(queue: DueQueue, upTo: Instant): Promise<readonly string[]> {
  await queue.read(upTo);
  for (const row of queue.fallenDue(upTo)) queue.file(row.id.slice(0, 1), row);
  return queue.next(Number.POSITIVE_INFINITY).map(({ id }) => id);
}

test("what is due comes earliest first, then by id, whether it was stored or set in this run", async () => {
  const { queue } = await queueOver([deadline("b"), deadline("d", EVENING), deadline("late", instant(EVENING + 1))]);
  queue.set(deadline("c"));
  queue.set(deadline("a", EVENING));

  expect(await due(queue, EVENING)).toEqual(["b", "c", "a", "d"]);
});

test("a deadline that was put off in this run is due at its new time only, one that was cleared never, committed or not", async () => {
  const { queue, records } = await queueOver([deadline("a"), deadline("b"), deadline("c")]);
  queue.set(deadline("a", EVENING));
  queue.clear("b");
  expect(await due(queue, NOON)).toEqual(["c"]);

  const { set, cleared } = queue.take();
  await records.commit(aBatch(2, { deadlines: set, clearedDeadlines: cleared }));
  queue.clear("c");
  expect(await due(queue, EVENING)).toEqual(["a"]);
});

test("what is due of one partition is told apart, in order, also where it was set after it was due", async () => {
  const { queue } = await queueOver([deadline("a2"), deadline("b1"), deadline("a3", EVENING)]);
  await due(queue, EVENING);
  queue.set(deadline("a1"));
  await due(queue, EVENING);

  expect(queue.next(9, "a").map(({ id }) => id)).toEqual(["a1", "a2", "a3"]);
  expect(queue.first("b")?.id).toBe("b1");
  expect(queue.next(2).map(({ id }) => id)).toEqual(["a1", "a2"]);
  queue.clear("a1");
  queue.clear("b1");
  expect([queue.first("a")?.id, queue.first("b"), queue.first()?.id]).toEqual(["a2", undefined, "a2"]);
  expect(queue.next(9, "b")).toEqual([]);
});

test("a thousand deadlines of the same noon are read from the store once, and so are those of the next hour", async () => {
  const { queue, records } = await queueOver(Array.from({ length: 1_000 }, (_, i) => deadline(`${i}`)));

  expect(await due(queue, NOON)).toHaveLength(1_000);
  expect(await due(queue, EVENING)).toHaveLength(1_000);
  expect(records.reads).toBe(1);
});

test("more than are read at once are all read, each once and in order", async () => {
  const ids = Array.from({ length: 4_500 }, (_, i) => String(i).padStart(5, "0"));
  const { queue, records } = await queueOver(ids.map((id) => deadline(id)));
  queue.set(deadline("99999"));

  expect(await due(queue, NOON)).toEqual([...ids, "99999"]);
  expect(records.reads).toBe(3);
});

test("a commit in between costs no second reading, and what it set and cleared is known", async () => {
  const { queue, records } = await queueOver([deadline("a"), deadline("b"), deadline("c", EVENING), deadline("d", EVENING)]);
  expect(await due(queue, NOON)).toEqual(["a", "b"]);
  queue.clear("a");
  queue.clear("c");
  queue.set(deadline("b", EVENING));
  queue.set(deadline("e"));
  const { set, cleared } = queue.take();
  await records.commit(aBatch(2, { deadlines: set, clearedDeadlines: cleared }));

  expect(await due(queue, NOON)).toEqual(["e"]);
  queue.clear("e");
  expect(await due(queue, EVENING)).toEqual(["b", "d"]);
  expect(records.reads).toBe(1);
});

test("what was set for later than was read is due when its time comes, once, committed or not", async () => {
  const { queue, records } = await queueOver([deadline("a")]);
  await due(queue, NOON);
  const later = instant(NOON + 3 * 3_600_000);
  queue.set(deadline("b", later));
  const { set, cleared } = queue.take();
  await records.commit(aBatch(2, { deadlines: set, clearedDeadlines: cleared }));
  queue.set(deadline("c", later));

  expect(await due(queue, later)).toEqual(["a", "b", "c"]);
});

test("what was set for much later and is not committed is left alone until its time comes", async () => {
  const { queue } = await queueOver([deadline("a")]);
  const later = instant(NOON + 3 * 3_600_000);
  queue.set(deadline("b", later));

  expect(await due(queue, NOON)).toEqual(["a"]);
  expect(await due(queue, instant(later - 1))).toEqual(["a"]);
  expect(await due(queue, later)).toEqual(["a", "b"]);
});
