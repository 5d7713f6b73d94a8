import { SUBJECTS } from "../../cases/all-subjects.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { RecordsView } from "../../core/judging/records.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { createSm4KeyOpener } from "../../field/sm4-keys.ts";
import { EntrySource } from "../../ingest/entry-source.ts";
import { Judge } from "../../judge/judge.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { createMemoryRecords } from "../../storage/memory/memory-records.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import type { Config } from "../config.ts";
import { journalDirectory } from "../roles/journal-directory.ts";
import { openRecords } from "../roles/open-stores.ts";

const BATCH = 500;
const PAGE = 1_000;

/** What came of judging again. */
export interface ReplayReport {
  readonly entries: number;
  readonly findings: readonly string[];
  readonly cases: readonly string[];
  readonly same: boolean;
  /** Ids that only one side has or that are not equal in everything. */
  readonly different: readonly string[];
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
    for (const read of entries) await judge.apply(read);
    const last = entries.at(-1)?.entry.seq;
    if (last === undefined) throw new Error(`the journal ends at ${at}, but the records know entry ${upTo}`);
    await fresh.commit(judge.take(last));
    at = last;
  }
  const [before, after] = [await everything(stored.records), await everything(fresh)];
  await journal.close();
  await stored.close();
  const different = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
  const ids = [...after.keys()];
  const isRow = (id: string): boolean => SUBJECTS.some((s) => id.startsWith(`${s.name}:`));
  return {
    entries: upTo,
    findings: ids.filter((id) => !isRow(id)),
    cases: ids.filter((id) => id.startsWith("case:")),
    same: different.length === 0,
    different,
  };
}

async function everything(records: RecordsView): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const page: { items: readonly Finding[]; next: string | null } = await records.findings({
      limit: PAGE,
      ...(cursor !== null && { cursor }),
    });
    for (const finding of page.items) all.set(finding.id, JSON.stringify(finding));
    cursor = page.next;
  } while (cursor !== null);
  for (const { collection, door } of SUBJECTS) {
    const rows = await allRows(records.subjects, collection, { where: [], order: door.order });
    for (const row of rows) all.set(row.id, JSON.stringify([row, await records.timeline(row.id)]));
  }
  return all;
}
