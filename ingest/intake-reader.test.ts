import { expect, test } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import type { EntryContent, ReadEntry } from "../core/entries/read-entry.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import { NO_LOG } from "../core/log.ts";
import { type QuarantineAsked, quarantineCommandType } from "../core/readings/quarantine-order.ts";
import { MemoryIntake } from "../storage/memory/memory-intake.ts";
import { message, rejection } from "../tests/support/intake-facts.ts";
import { stepIntake } from "./intake-reader.ts";

const rejected = (seq: number): EntryContent => ({ kind: "message", message: message(seq, { rejections: [rejection("a")] }) });
const discardAll = (upTo: number): EntryContent => {
  const body: QuarantineAsked = { filter: {}, upTo, found: { rows: 0, messages: 0 } };
  return { kind: "command", command: { type: quarantineCommandType("discard"), body } as never };
};

/** Reads a journal of these entries to its end: which messages are put aside, and where it stood on the way. */
async function read(...contents: readonly EntryContent[]) {
  const entries = contents.map((content, i): ReadEntry => ({ entry: { seq: i + 1 } as JournalEntry, content }));
  const store = new MemoryIntake({ orderSlice: 2 });
  const saved: number[] = [];
  const deps = {
    source: { read: async (after: number) => entries.filter(({ entry }) => entry.seq > after) },
    store,
    cursors: { save: async (_reader: string, seq: number) => void saved.push(seq), load: async () => 0 },
    ...{ counters: NO_COUNTERS, onApplied: () => undefined, log: NO_LOG },
    deviceRecords: { addQuirks: async () => undefined },
  } as unknown as Parameters<typeof stepIntake>[0];
  while (await stepIntake(deps));
  return { open: (await store.quarantine({ limit: 100 })).map(({ messageId }) => messageId), saved };
}

test("what is asked of the quarantine finds it as it was at its place in the journal, also within one batch", async () => {
  const { open, saved } = await read(rejected(1), discardAll(2), rejected(3), discardAll(2), rejected(5));

  expect(open).toEqual([5, 3]);
  expect(saved).toEqual([1, 2, 3, 4, 5]);
});

test("an order of several slices is passed once all of them are done", async () => {
  const { open, saved } = await read(rejected(1), rejected(2), rejected(3), discardAll(3));

  expect(open).toEqual([]);
  expect(saved).toEqual([3, 4]);
});
