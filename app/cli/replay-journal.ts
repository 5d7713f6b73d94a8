import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { createSm4KeyOpener } from "../../field/sm4-keys.ts";
import { EntrySource } from "../../ingest/entry-source.ts";
import { compareRecords, type RecordsComparison } from "../../judge/compare-records.ts";
import { Judge } from "../../judge/judge.ts";
import { applyAndCommit } from "../../judge/judge-reader.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { createMemoryRecords } from "../../storage/memory/memory-records.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import type { Config } from "../config.ts";
import { journalDirectory } from "../roles/journal-directory.ts";
import { openRecords } from "../roles/open-stores.ts";

const BATCH = 500;

/** What came of judging again. */
export interface ReplayReport extends RecordsComparison {
  readonly entries: number;
}

/** Judges the whole journal again in memory, beside the stored records. Makes no file that is not there. */
export async function replayJournal(config: Config): Promise<ReplayReport> {
  const journal = openJournalReader({ directory: journalDirectory(config) });
  const stored = await openRecords(config, "view");
  const fresh = createMemoryRecords().records;
  // The stored side may lag behind or move on while this runs: both are compared at the same place.
  const upTo = await stored.records.cursor();
  const registries = new RegistryTimeline();
  const source = new EntrySource(journal, registries, createSm4KeyOpener(openSecretBox(config.dataDir)));
  const judge = new Judge(fresh, registries);
  let at = 0;
  while (at < upTo) {
    const entries = (await source.read(at, BATCH)).filter((e) => e.entry.seq <= upTo);
    if (entries.length === 0) throw new Error(`the journal ends at ${at}, but the records know entry ${upTo}`);
    at = await applyAndCommit(judge, fresh, { at, entries });
  }
  const compared = await compareRecords(stored.records, fresh);
  await journal.close();
  await stored.close();
  return { entries: upTo, ...compared };
}
