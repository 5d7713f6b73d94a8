import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { Page } from "../../core/casework/collection.ts";
import type { FindingIds } from "../../core/casework/look-up.ts";
import { type AlertLevel, type Finding, type FindingStatus, startInId } from "../../core/judging/finding.ts";
import type { FindingFilter } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { type FindingDocument, packFinding, unpackFinding } from "./finding-document.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import { decodeCursor, pageOf } from "./page-cursor.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

const KEY_COLUMNS = [
  { name: "id_time", type: "bigint" },
  { name: "id", type: "text" },
] as const;
const FINDINGS: ManyTable = {
  table: "findings",
  columns: [
    ...KEY_COLUMNS,
    { name: "start", type: "bigint" },
    { name: "outlet", type: "text" },
    { name: "rule", type: "text" },
    { name: "status", type: "text" },
    { name: "level", type: "text" },
    { name: "case_id", type: "text" },
    { name: "document", type: "text" },
  ],
  key: KEY_COLUMNS.map(({ name }) => name),
  fixed: ["start", "outlet", "rule"],
};

/** Writes findings over those with the same id. */
export async function saveFindings(trx: ManyDb, documents: Documents, findings: readonly Finding[]): Promise<void> {
  const rows = lastByKey(findings, (f) => f.id).map((f) => {
    const document = documents.write("document/finding", packFinding(f));
    return [timeIn(f.id), f.id, f.period.start, f.outlet, f.rule, f.status, f.level, f.caseId, document];
  });
  await insertMany(trx, FINDINGS, rows);
}

/** What leads the key of a finding: its start, as its id tells it, so that what an hour brings lies together. */
function timeIn(id: string): number {
  return startInId(id) ?? 0;
}

/** One finding, if it exists. */
export async function loadFinding(db: Kysely<Tables>, documents: Documents, id: string): Promise<Finding | undefined> {
  const found = db.selectFrom("findings").selectAll().where("id_time", "=", timeIn(id)).where("id", "=", id);
  const row = await found.executeTakeFirst();
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
    KEY_COLUMNS,
    ids.map((id) => [timeIn(id), id]),
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
  const { ids, outlets, caseIds, status, limit } = filter;
  if ([ids, outlets, caseIds].some((list) => list?.length === 0)) return { items: [], next: null };
  const passing = findingsThatPass(db.selectFrom("findings").selectAll(), filter);
  const isByPlace = outlets !== undefined || caseIds !== undefined;
  const found = isByPlace && status === undefined ? passing.where(IS_SETTLED).unionAll(passing.where(IS_PROVISIONAL)) : passing;
  const rows = await found
    .orderBy("start", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, {
    endOf: (row) => ({ at: row.start, id: row.id }),
    itemOf: (row) => toFinding(row, documents),
  });
}

/**
 * By outlet, case and status there is an index of either kind: a new finding is filed among the few that are
 * provisional, and with the others of its day among all when it settles. A question that one of them answers names the
 * kind.
 */
const IS_SETTLED = sql<SqlBool>`status <> 'provisional'`;
const IS_PROVISIONAL = sql<SqlBool>`status = 'provisional'`;

type FindingsQuery = SelectQueryBuilder<Tables, "findings", Tables["findings"]>;

function findingsThatPass(all: FindingsQuery, filter: FindingFilter): FindingsQuery {
  let query = all;
  if (filter.ids !== undefined) query = query.where("id_time", "in", filter.ids.map(timeIn)).where("id", "in", filter.ids);
  if (filter.outlets !== undefined) query = query.where("outlet", "in", filter.outlets);
  if (filter.rule !== undefined) query = query.where("rule", "=", filter.rule);
  if (filter.status === "provisional") query = query.where(IS_PROVISIONAL);
  else if (filter.status !== undefined) query = query.where(IS_SETTLED).where("status", "=", filter.status);
  if (filter.level !== undefined) query = query.where("level", "=", filter.level);
  if (filter.caseIds !== undefined) query = query.where("case_id", "in", filter.caseIds);
  if (filter.from !== undefined) query = query.where("start", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("start", "<", filter.to);
  if (filter.cursor === undefined) return query;
  const { at, id } = decodeCursor(filter.cursor);
  return query.where((eb) => eb(eb.refTuple("start", "id"), "<", eb.tuple(at, id)));
}

/** The findings that are linked to some cases, newest period first, and how many there are. */
export async function listFindingIds(db: Kysely<Tables>, cases: readonly string[], most: number): Promise<FindingIds> {
  if (cases.length === 0) return { ids: [], count: 0 };
  const linked = db.selectFrom("findings").where("case_id", "in", cases);
  const places = linked.select(["id", "start"]);
  const rows = await places
    .where(IS_SETTLED)
    .unionAll(places.where(IS_PROVISIONAL))
    .orderBy("start", "desc")
    .orderBy("id", "desc")
    .limit(most)
    .execute();
  const counts = linked.select((eb) => eb.fn.countAll().as("count"));
  const counted = await counts.where(IS_SETTLED).unionAll(counts.where(IS_PROVISIONAL)).execute();
  return { ids: rows.map((row) => row.id), count: counted.reduce((sum, { count }) => sum + Number(count), 0) };
}

/** How many findings were not withdrawn, by outlet. */
export async function countStandingFindings(
  db: Kysely<Tables>,
  outlets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const batch of rowBatches([...new Set(outlets)])) {
    const counted = db
      .selectFrom("findings")
      .select(["outlet", (eb) => eb.fn.countAll().as("count")])
      .where("outlet", "in", batch)
      .groupBy("outlet");
    const settled = counted.where(IS_SETTLED).where("status", "!=", "withdrawn");
    const rows = await settled.unionAll(counted.where(IS_PROVISIONAL)).execute();
    for (const { outlet, count } of rows) counts.set(outlet, (counts.get(outlet) ?? 0) + Number(count));
  }
  return counts;
}
