import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { NO_LOG } from "../../core/log.ts";
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
