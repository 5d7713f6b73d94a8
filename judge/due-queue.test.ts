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
  override async dueDeadlines(upTo: Instant, limit: number): Promise<readonly Deadline[]> {
    this.reads += 1;
    return super.dueDeadlines(upTo, limit);
  }
}

async function queueOver(deadlines: readonly Deadline[]) {
  const records = new CountingRecords();
  await records.commit(aBatch(1, { deadlines }));
  return { queue: new DueQueue(records), records };
}

/** Works off everything that is due; commits when the queue asks for it. Answers with the ids in order. */
async function workOff(queue: DueQueue, records: MemoryRecords, upTo: Instant): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let upToEntry = 2; ; ) {
    const next = await queue.next(upTo);
    if (next === "none") return ids;
    if (next === "after-commit") {
      const { set, cleared } = queue.take();
      await records.commit(aBatch(upToEntry++, { deadlines: set, clearedDeadlines: cleared }));
      continue;
    }
    ids.push(next.id);
    queue.clear(next.id);
  }
}

test("what is due comes earliest first, then by id, whether it was stored or set in this run", async () => {
  const { queue, records } = await queueOver([deadline("b"), deadline("d", EVENING), deadline("late", instant(EVENING + 1))]);
  queue.set(deadline("c"));
  queue.set(deadline("a", EVENING));

  expect(await workOff(queue, records, EVENING)).toEqual(["b", "c", "a", "d"]);
});

test("a deadline that was put off in this run is due at its new time only", async () => {
  const { queue } = await queueOver([deadline("a")]);
  queue.set(deadline("a", EVENING));

  expect(await queue.next(NOON)).toBe("none");
  expect(await queue.next(EVENING)).toEqual(deadline("a", EVENING));
});

test("a thousand deadlines of the same noon are read from the store once, and so are those of the next hour", async () => {
  const { queue, records } = await queueOver(Array.from({ length: 1_000 }, (_, i) => deadline(`${i}`)));

  expect(await workOff(queue, records, NOON)).toHaveLength(1_000);
  expect(await queue.next(EVENING)).toBe("none");
  expect(records.reads).toBe(1);
});

test("of more than are read at once the rest follows after a commit, each once and in order", async () => {
  const ids = Array.from({ length: 4_500 }, (_, i) => String(i).padStart(5, "0"));
  const { queue, records } = await queueOver(ids.map((id) => deadline(id)));
  queue.set(deadline("99999"));

  expect(await workOff(queue, records, NOON)).toEqual([...ids, "99999"]);
});

test("a commit in between costs no second reading, and what it set and cleared is known", async () => {
  const { queue, records } = await queueOver([deadline("a"), deadline("b"), deadline("c", EVENING), deadline("d", EVENING)]);
  expect((await queue.next(NOON)) as Deadline).toEqual(deadline("a"));
  queue.clear("a");
  queue.clear("c");
  queue.set(deadline("b", EVENING));
  queue.set(deadline("e"));
  const { set, cleared } = queue.take();
  await records.commit(aBatch(2, { deadlines: set, clearedDeadlines: cleared }));

  expect(queue.newlyRead(NOON).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(queue.newlyRead(NOON)).toEqual([]);
  expect(await workOff(queue, records, NOON)).toEqual(["e"]);
  expect(queue.newlyRead(EVENING).map(({ id }) => id)).toEqual(["c", "d"]);
  expect(await workOff(queue, records, EVENING)).toEqual(["b", "d"]);
  expect(records.reads).toBe(1);
});

test("that nothing is due is known once it was read, until something is set that may be", async () => {
  const { queue, records } = await queueOver([deadline("a")]);

  expect(queue.isNothingDue(instant(1))).toBe(false);
  await queue.next(instant(1));
  expect(queue.isNothingDue(instant(999))).toBe(true);
  expect(queue.isNothingDue(NOON)).toBe(false);
  expect(queue.isNothingDue(instant(1 + 2 * 3_600_000))).toBe(false);
  queue.clear("a");
  expect(queue.isNothingDue(NOON)).toBe(true);
  queue.set(deadline("b", EVENING));
  expect(queue.isNothingDue(NOON)).toBe(false);
  expect(records.reads).toBe(1);
});

test("of more deadlines than are read at once nobody knows that nothing is due", async () => {
  const { queue } = await queueOver(Array.from({ length: 2_000 }, (_, i) => deadline(`d${i}`)));

  await queue.next(instant(1));

  expect(queue.isNothingDue(instant(1))).toBe(false);
});
