import { expect, test } from "vitest";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { REVISIONS, type Revision } from "../core/records/revision.ts";
import { instant } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import { DueTicks } from "./due-ticks.ts";

const DUE = instant(1_000);
const DEADLINE = { id: "d1", at: DUE, kind: "case", subject: "case:1", detail: "" };
const REVISION: Revision = { id: "revision:1", seq: 1, at: DUE, state: "open", spans: [] };

const DONE: Revision = { ...REVISION, state: "done" };

/** Records that hold what the first batch brings, a judge that has come to entry 1, and a clock that stands at 0. */
async function ticksOver(batch: Parameters<typeof aBatch>[1]) {
  const records = new MemoryRecords();
  await records.commit(aBatch(1, batch));
  const state = { now: instant(0) };
  const appended: NewEntry[] = [];
  const journal = { append: async (entry: NewEntry) => appended.push(entry) + 1 };
  const ticks = new DueTicks({ clock: { kind: "manual", now: () => state.now }, journal, records });
  return { ticks, state, appended, records };
}

test("a tick is journalled when a deadline is due, and not before", async () => {
  const { ticks, state, appended } = await ticksOver({ deadlines: [DEADLINE] });

  state.now = instant(999);
  expect(await ticks.look()).toBe(false);
  state.now = DUE;
  expect(await ticks.look()).toBe(true);
  expect(appended).toMatchObject([{ kind: "tick", at: DUE, transport: "system" }]);
});

test("no second tick is journalled while the judge has not passed the first", async () => {
  const { ticks, state, appended, records } = await ticksOver({ deadlines: [DEADLINE] });
  state.now = DUE;

  expect([await ticks.look(), await ticks.look()]).toEqual([true, false]);
  await records.commit(aBatch(2));
  expect(await ticks.look()).toBe(true);
  expect(appended).toHaveLength(2);
});

test("without a deadline nothing is journalled", async () => {
  const { ticks, state, appended } = await ticksOver({});
  state.now = DUE;

  expect(await ticks.look()).toBe(false);
  expect(appended).toEqual([]);
});

test("while something of the past is to be judged again ticks are journalled, and no more once it is done", async () => {
  const { ticks, records } = await ticksOver({ subjects: [{ collection: REVISIONS, row: REVISION }] });

  expect(await ticks.look()).toBe(true);
  await records.commit(aBatch(2, { subjects: [{ collection: REVISIONS, row: DONE }] }));
  expect(await ticks.look()).toBe(false);
});
