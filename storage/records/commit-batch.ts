import type { RecordsBatch } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { saveCommands } from "./commands-table.ts";
import { markDays } from "./day-sums-table.ts";
import { clearDeadlines, saveDeadlines } from "./deadlines-table.ts";
import { appendEvents, appendOutcomes } from "./feeds-table.ts";
import { saveFindings } from "./findings-table.ts";
import type { ManyDb } from "./many-rows.ts";
import { savePeriods } from "./periods-table.ts";
import { advanceFrom, advancePosition, type FeedNumbers, saveCounters, saveFeedNumbers } from "./position-table.ts";
import { appendRegistries } from "./registries-table.ts";
import { saveSubjects } from "./subjects-write.ts";
import { appendTimeline } from "./timeline-table.ts";

/**
 * Writes all effects of a batch in the transaction given. Does nothing when the cursor is already at or beyond the
 * batch. Answers with the numbers of the last event and outcome, where it wrote.
 */
export async function commitBatch(trx: ManyDb, documents: Documents, batch: RecordsBatch): Promise<FeedNumbers | undefined> {
  const last = await advancePosition(trx.db, batch);
  if (last === undefined) return undefined;
  await appendRegistries(trx.db, documents, batch.registries);
  const fed = await writeEffects(trx, documents, batch, last);
  if (fed.lastOutcome !== last.lastOutcome || fed.lastEvent !== last.lastEvent) await saveFeedNumbers(trx.db, fed);
  return fed;
}

/**
 * The same for a batch that changes no registry, without reading anything: `last` are the numbers that the batch before
 * left. Fails as `advanceFrom` does when they are others by now.
 */
export async function commitUnread(
  trx: ManyDb,
  documents: Documents,
  batch: RecordsBatch,
  last: FeedNumbers,
): Promise<FeedNumbers> {
  const fed = await advanceFrom(trx.db, last, batch);
  await writeEffects(trx, documents, batch, last);
  return fed;
}

/** Deadlines are cleared before those of the batch are set, so that a deadline that is in both stays. */
async function writeEffects(trx: ManyDb, documents: Documents, batch: RecordsBatch, last: FeedNumbers): Promise<FeedNumbers> {
  await savePeriods(trx, documents, batch);
  await markDays(trx, batch);
  await saveFindings(trx, documents, batch.findings);
  await appendTimeline(trx, documents, batch.timeline);
  await saveSubjects(trx, batch.subjects);
  await clearDeadlines(trx, batch.clearedDeadlines);
  await saveDeadlines(trx, documents, batch.deadlines);
  await saveCounters(trx, batch.counters);
  await saveCommands(trx, documents, batch);
  return {
    lastOutcome: await appendOutcomes(trx, documents, { outcomes: batch.outcomes, last: last.lastOutcome }),
    lastEvent: await appendEvents(trx, documents, { events: batch.events, last: last.lastEvent }),
  };
}
