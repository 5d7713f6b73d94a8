import type { Kysely } from "kysely";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import type { Documents } from "../documents.ts";
import { rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

/** Adds lines to the timelines. @throws when a line with that index is there already: history is never overwritten. */
export async function appendTimeline(trx: Kysely<Tables>, documents: Documents, lines: readonly TimelineEntry[]): Promise<void> {
  for (const batch of rowBatches(lines)) {
    await trx
      .insertInto("timeline")
      .values(
        batch.map((line) => ({
          subject: line.subject,
          position: line.index,
          document: documents.write("document/timeline-line", line),
        })),
      )
      .execute();
  }
}

/** The history of a row in order. */
export async function loadTimeline(db: Kysely<Tables>, documents: Documents, subject: string): Promise<readonly TimelineEntry[]> {
  const rows = await db.selectFrom("timeline").select("document").where("subject", "=", subject).orderBy("position").execute();
  return rows.map((row) => documents.read("document/timeline-line", row.document));
}

/** How many lines the timeline of a row has. Lines are appended without a gap. */
export async function loadTimelineLength(db: Kysely<Tables>, subject: string): Promise<number> {
  const row = await db
    .selectFrom("timeline")
    .select("position")
    .where("subject", "=", subject)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 0 : row.position + 1;
}
