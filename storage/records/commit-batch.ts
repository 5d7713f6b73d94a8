import type { RecordsBatch } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { saveCommands } from "./commands-table.ts";
import { clearDeadlines, saveDeadlines } from "./deadlines-table.ts";
import { appendEvents, appendOutcomes } from "./feeds-table.ts";
import { saveFindings } from "./findings-table.ts";
import type { ManyDb } from "./many-rows.ts";
import { savePeriods, saveVerdicts } from "./periods-table.ts";
import { advancePosition, saveCounters, saveFeedNumbers } from "./position-table.ts";
import { appendRegistries } from "./registries-table.ts";
import { saveSubjects } from "./subjects-write.ts";
import { appendTimeline } from "./timeline-table.ts";

/**
 * Writes all effects of a batch in the transaction given. Does nothing when the cursor is already at or beyond the
 * batch. Deadlines are cleared before those of the batch are set, so that a deadline that is in both stays.
 */
export async function commitBatch(trx: ManyDb, documents: Documents, batch: RecordsBatch): Promise<void> {
  const position = await advancePosition(trx.db, batch);
  if (position === undefined) return;
  await appendRegistries(trx.db, documents, batch.registries);
  await savePeriods(trx, documents, batch.periods);
  await saveVerdicts(trx, batch.verdicts);
  await saveFindings(trx, documents, batch.findings);
  await appendTimeline(trx, documents, batch.timeline);
  await saveSubjects(trx, batch.subjects);
  await clearDeadlines(trx, batch.clearedDeadlines);
  await saveDeadlines(trx, documents, batch.deadlines);
  await saveCounters(trx, batch.counters);
  await saveCommands(trx, documents, batch);
  const lastOutcome = await appendOutcomes(trx, documents, { outcomes: batch.outcomes, last: position.lastOutcome });
  const lastEvent = await appendEvents(trx, documents, { events: batch.events, last: position.lastEvent });
  const isFed = lastOutcome !== position.lastOutcome || lastEvent !== position.lastEvent;
  if (isFed) await saveFeedNumbers(trx.db, { lastOutcome, lastEvent });
}
