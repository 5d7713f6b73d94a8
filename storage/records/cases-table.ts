import type { Kysely } from "kysely";
import type { Case, CaseState, TimelineEntry } from "../../core/casework/case.ts";
import type { Page } from "../../core/casework/collection.ts";
import type { CaseFilter } from "../../core/judging/records.ts";
import { decodeCursor, pageOf } from "./page-cursor.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

/** States in which nobody has to do anything about a case any more. */
export const FINISHED_STATES: readonly CaseState[] = ["archived", "dismissed", "rejected"];

/** Writes cases over those with the same id. */
export async function saveCases(trx: Kysely<Tables>, cases: readonly Case[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(cases, (c) => c.id))) {
    await trx
      .insertInto("cases")
      .values(batch.map(caseToRow))
      .onConflict((oc) =>
        oc.column("id").doUpdateSet((eb) => ({
          changed_at: eb.ref("excluded.changed_at"),
          opened_at: eb.ref("excluded.opened_at"),
          state: eb.ref("excluded.state"),
          cell: eb.ref("excluded.cell"),
          enterprise: eb.ref("excluded.enterprise"),
          outlet: eb.ref("excluded.outlet"),
          overdue: eb.ref("excluded.overdue"),
          document: eb.ref("excluded.document"),
        })),
      )
      .execute();
  }
}

/** One case, if it exists. */
export async function loadCase(db: Kysely<Tables>, id: string): Promise<Case | undefined> {
  const row = await db.selectFrom("cases").select("document").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : rowToCase(row);
}

/**
 * A page of the cases that pass every filter given, most recently changed first, then by id downwards. An empty list as a filter lets
 * nothing pass.
 * @throws BadCursorError
 */
export async function listCases(db: Kysely<Tables>, filter: CaseFilter): Promise<Page<Case>> {
  if ([filter.states, filter.cells, filter.enterprises].some((list) => list?.length === 0)) return { items: [], next: null };
  let query = db.selectFrom("cases").select(["id", "changed_at", "document"]);
  if (filter.states !== undefined) query = query.where("state", "in", filter.states);
  if (filter.cells !== undefined) query = query.where("cell", "in", filter.cells);
  if (filter.enterprises !== undefined) query = query.where("enterprise", "in", filter.enterprises);
  if (filter.outlet !== undefined) query = query.where("outlet", "=", filter.outlet);
  if (filter.overdue !== undefined) query = query.where("overdue", "=", filter.overdue ? 1 : 0);
  if (filter.cursor !== undefined) {
    const { at, id } = decodeCursor(filter.cursor);
    query = query.where((eb) => eb(eb.refTuple("changed_at", "id"), "<", eb.tuple(at, id)));
  }
  const rows = await query
    .orderBy("changed_at", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit + 1)
    .execute();
  return pageOf(rows, filter.limit, { endOf: (row) => ({ at: row.changed_at, id: row.id }), itemOf: rowToCase });
}

/** Cases of the outlet that are not finished, oldest first. */
export async function loadOpenCases(db: Kysely<Tables>, outlet: string): Promise<readonly Case[]> {
  const rows = await db
    .selectFrom("cases")
    .select("document")
    .where("outlet", "=", outlet)
    .where("state", "not in", FINISHED_STATES)
    .orderBy("opened_at")
    .orderBy("id")
    .execute();
  return rows.map(rowToCase);
}

/** Adds lines to the timelines. @throws when a line with that index is there already: history is never overwritten. */
export async function appendTimeline(trx: Kysely<Tables>, lines: readonly TimelineEntry[]): Promise<void> {
  for (const batch of rowBatches(lines)) {
    await trx
      .insertInto("timeline")
      .values(batch.map((line) => ({ case_id: line.caseId, position: line.index, document: JSON.stringify(line) })))
      .execute();
  }
}

/** The history of a case in order. */
export async function loadTimeline(db: Kysely<Tables>, caseId: string): Promise<readonly TimelineEntry[]> {
  const rows = await db.selectFrom("timeline").select("document").where("case_id", "=", caseId).orderBy("position").execute();
  return rows.map((row) => JSON.parse(row.document) as TimelineEntry);
}

function caseToRow(item: Case): Tables["cases"] {
  return {
    id: item.id,
    changed_at: item.changedAt,
    opened_at: item.openedAt,
    state: item.state,
    cell: item.cell,
    enterprise: item.enterprise,
    outlet: item.outlet,
    overdue: item.overdue ? 1 : 0,
    document: JSON.stringify(item),
  };
}

function rowToCase(row: { readonly document: string }): Case {
  return JSON.parse(row.document) as Case;
}
