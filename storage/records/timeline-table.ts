import type { Kysely } from "kysely";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import type { Tables } from "./schema.ts";

const TIMELINE: ManyTable = {
  table: "timeline",
  columns: [
    { name: "subject", type: "text" },
    { name: "position", type: "bigint" },
    { name: "document", type: "text" },
  ],
};

/** Adds lines to the timelines. @throws when a line with that index is there already: history is never overwritten. */
export async function appendTimeline(trx: ManyDb, documents: Documents, lines: readonly TimelineEntry[]): Promise<void> {
  const rows = lines.map((line) => [line.subject, line.index, documents.write("document/timeline-line", line)]);
  await insertMany(trx, TIMELINE, rows);
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

/** How many lines each of these timelines has, in their order. */
export async function loadTimelineLengths({ db, many }: ManyDb, subjects: readonly string[]): Promise<readonly number[]> {
  if (subjects.length === 0) return [];
  const keys = subjects.map((subject) => [subject]);
  const last = await many.greatest(db, { table: "timeline", by: TIMELINE.columns.slice(0, 1), column: "position" }, keys);
  return last.map((position) => (position ?? -1) + 1);
}
