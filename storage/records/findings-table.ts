import type { Kysely } from "kysely";
import type { Page } from "../../core/casework/collection.ts";
import type { FindingIds } from "../../core/casework/look-up.ts";
import type { AlertLevel, Finding, FindingStatus } from "../../core/judging/finding.ts";
import type { FindingFilter } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { type FindingDocument, packFinding, unpackFinding } from "./finding-document.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import { decodeCursor, pageOf } from "./page-cursor.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

const FINDINGS: ManyTable = {
  table: "findings",
  columns: [
    { name: "id", type: "text" },
    { name: "start", type: "bigint" },
    { name: "outlet", type: "text" },
    { name: "rule", type: "text" },
    { name: "status", type: "text" },
    { name: "level", type: "text" },
    { name: "case_id", type: "text" },
    { name: "document", type: "text" },
  ],
  key: ["id"],
  fixed: ["start", "outlet", "rule"],
};

/** Writes findings over those with the same id. */
export async function saveFindings(trx: ManyDb, documents: Documents, findings: readonly Finding[]): Promise<void> {
  const rows = lastByKey(findings, (f) => f.id).map((f) => {
    const document = documents.write("document/finding", packFinding(f));
    return [f.id, f.period.start, f.outlet, f.rule, f.status, f.level, f.caseId, document];
  });
  await insertMany(trx, FINDINGS, rows);
}

/** One finding, if it exists. */
export async function loadFinding(db: Kysely<Tables>, documents: Documents, id: string): Promise<Finding | undefined> {
  const row = await db.selectFrom("findings").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toFinding(row, documents);
}

function toFinding(row: Tables["findings"], documents: Documents): Finding {
  const { id, start, outlet, rule, case_id: caseId, document } = row;
  const [status, level] = [row.status as FindingStatus, row.level as AlertLevel];
  const packed = documents.read<FindingDocument>("document/finding", document);
  return unpackFinding({ id, start, outlet, rule, status, level, caseId }, packed);
}

/** Those of these ids that exist, in any order. */
export async function loadFindingsOf(
  { db, many }: ManyDb,
  documents: Documents,
  ids: readonly string[],
): Promise<readonly Finding[]> {
  if (ids.length === 0) return [];
  const query = many.selectByKeys(
    "findings",
    FINDINGS.columns.slice(0, 1),
    ids.map((id) => [id]),
  );
  const { rows } = await db.executeQuery<Tables["findings"]>(query);
  return rows.map((row) => toFinding(row, documents));
}

/**
 * A page of the findings that pass every filter given, newest period first, then by id downwards. An empty list as a
 * filter lets nothing pass.
 * @throws BadCursorError
 */
export async function listFindings(db: Kysely<Tables>, documents: Documents, filter: FindingFilter): Promise<Page<Finding>> {
  if ([filter.ids, filter.outlets, filter.caseIds].some((list) => list?.length === 0)) return { items: [], next: null };
  let query = db.selectFrom("findings").selectAll();
  if (filter.ids !== undefined) query = query.where("id", "in", filter.ids);
  if (filter.outlets !== undefined) query = query.where("outlet", "in", filter.outlets);
  if (filter.rule !== undefined) query = query.where("rule", "=", filter.rule);
  if (filter.status !== undefined) query = query.where("status", "=", filter.status);
  if (filter.level !== undefined) query = query.where("level", "=", filter.level);
  if (filter.caseIds !== undefined) query = query.where("case_id", "in", filter.caseIds);
  if (filter.from !== undefined) query = query.where("start", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("start", "<", filter.to);
  if (filter.cursor !== undefined) {
    const { at, id } = decodeCursor(filter.cursor);
    query = query.where((eb) => eb(eb.refTuple("start", "id"), "<", eb.tuple(at, id)));
  }
  const rows = await query
    .orderBy("start", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit + 1)
    .execute();
  return pageOf(rows, filter.limit, {
    endOf: (row) => ({ at: row.start, id: row.id }),
    itemOf: (row) => toFinding(row, documents),
  });
}

/** The findings that are linked to some cases, newest period first, and how many there are. */
export async function listFindingIds(db: Kysely<Tables>, cases: readonly string[], most: number): Promise<FindingIds> {
  if (cases.length === 0) return { ids: [], count: 0 };
  const linked = db.selectFrom("findings").where("case_id", "in", cases);
  const rows = await linked.select("id").orderBy("start", "desc").orderBy("id", "desc").limit(most).execute();
  const counted = await linked.select((eb) => eb.fn.countAll().as("count")).executeTakeFirst();
  return { ids: rows.map((row) => row.id), count: Number(counted?.count ?? 0) };
}

/** How many findings were not withdrawn, by outlet. */
export async function countStandingFindings(
  db: Kysely<Tables>,
  outlets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const batch of rowBatches([...new Set(outlets)])) {
    const rows = await db
      .selectFrom("findings")
      .select(["outlet", (eb) => eb.fn.countAll().as("count")])
      .where("outlet", "in", batch)
      .where("status", "!=", "withdrawn")
      .groupBy("outlet")
      .execute();
    for (const { outlet, count } of rows) counts.set(outlet, Number(count));
  }
  return counts;
}
