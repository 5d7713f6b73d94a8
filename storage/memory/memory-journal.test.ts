import { expect, test } from "vitest";
import { JournalFailedError } from "../../core/failures.ts";
import { appendFrames, BLOCK, frame, journalContract } from "../../tests/contract/journal.ts";
import { createMemoryJournal } from "./memory-journal.ts";

journalContract("memory", async () => {
  const journal = createMemoryJournal({ blockEntries: BLOCK });
  return { ...journal, reader: () => journal.reader };
});

test("memory: appends wait while the disk is full and are durable in order when there is space again", async () => {
  const journal = createMemoryJournal();
  journal.setDisk("full");
  const waiting = appendFrames(journal.writer, 1, 3);

  expect(journal.writer.pendingBytes()).toBeGreaterThan(0);
  expect(await journal.reader.lastSeq()).toBe(0);
  journal.setDisk("ok");

  expect(await waiting).toEqual([1, 2, 3]);
});

test("memory: nothing is acknowledged after the disk has failed", async () => {
  const journal = createMemoryJournal();
  journal.setDisk("failed");

  await expect(journal.writer.append(frame(1))).rejects.toThrow(JournalFailedError);
});
