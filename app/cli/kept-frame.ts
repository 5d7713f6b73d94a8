import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import { hasJournal, journalPart } from "../../storage/installation/parts-on-disk.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { readSecretBox } from "../../storage/secrets/secret-box.ts";
import type { Config } from "../config.ts";
import { journalDirectory } from "../roles/journal-directory.ts";
import { UsageError } from "./usage-error.ts";

/** A message as the journal keeps it, and the keyed hash of this installation. */
export interface KeptFrame {
  readonly entry: JournalEntry;
  readonly hmacOf: (raw: Uint8Array) => string;
}

/**
 * The message of a number; `undefined` when there is none. Makes no file that is not there.
 * @throws UsageError without a journal, or without the key that belongs to it: then every message would look like
 * another one
 */
export async function keptFrame(config: Config, message: number): Promise<KeptFrame | undefined> {
  const { dataDir } = config;
  if (!hasJournal(dataDir)) throw ofDirectory("nothing-to-prove", dataDir);
  const box = readSecretBox(dataDir);
  const mark = (await journalPart(dataDir).look())?.marks[0];
  if (box === undefined || (mark !== undefined && box.proofFor(mark.installation) !== mark.keyProof))
    throw ofDirectory("key-not-of-journal", dataDir);
  const journal = openJournalReader({ directory: journalDirectory(config) });
  try {
    const entry = await journal.entry(message);
    return entry?.kind === "frame" ? { entry, hmacOf: (raw) => box.hmacOf(raw) } : undefined;
  } finally {
    await journal.close();
  }
}

function ofDirectory(code: "nothing-to-prove" | "key-not-of-journal", folder: string): UsageError {
  return UsageError.wrong({ of: "OUTFALL_DATA_DIR", code, facts: { folder } });
}
