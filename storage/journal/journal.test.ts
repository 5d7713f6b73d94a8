import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { BLOCK, journalContract } from "../../tests/contract/journal.ts";
import { openJournalArchive } from "./archive.ts";
import { openJournalCursors } from "./cursors.ts";
import { openJournalReader } from "./sqlite-reader.ts";
import { openJournalWriter } from "./sqlite-writer.ts";

journalContract("sqlite", async () => {
  const directory = mkdtempSync(join(tmpdir(), "outfall-journal-"));
  const writer = openJournalWriter({ directory, log: NO_LOG });
  const cursors = openJournalCursors({ directory });
  const archive = openJournalArchive({ directory, blockEntries: BLOCK });
  onTestFinished(async () => {
    await writer.close();
    archive.close();
    cursors.close();
    rmSync(directory, { recursive: true });
  });
  return { writer, cursors, archive, reader: () => openJournalReader({ directory }) };
});

test("large entries are read some at a time, and none is left out", async () => {
  const directory = mkdtempSync(join(tmpdir(), "outfall-journal-"));
  const writer = openJournalWriter({ directory, log: NO_LOG });
  const reader = openJournalReader({ directory });
  onTestFinished(async () => {
    await writer.close();
    await reader.close();
    rmSync(directory, { recursive: true });
  });
  const payload = Buffer.alloc(100_000, "x");
  const large = { kind: "frame", at: instant(1), transport: "mqtt", mn: "M1", topic: "", payload } as const;
  for (let i = 0; i < 6; i += 1) await Promise.all(Array.from({ length: 50 }, () => writer.append(large)));

  const seqs: number[] = [];
  const pages: number[] = [];
  for (let page = await reader.read(0, 2_000); page.length > 0; page = await reader.read(seqs.at(-1) ?? 0, 2_000)) {
    pages.push(page.length);
    seqs.push(...page.map(({ seq }) => seq));
  }

  expect(seqs).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  // 16 MiB are 167 of them, read a hundred at a time.
  expect(pages).toEqual([200, 100]);
});
