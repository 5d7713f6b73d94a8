import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Collection, ListQuery, Page, Row, Where } from "../../core/casework/collection.ts";
import { fieldOf, isStorableId } from "../../core/casework/column-value.ts";
import { testsOf } from "../../core/casework/row-filter.ts";
import { limitOf, orderOf, type PlaceInOrder, pageOfRows, type RowOrder } from "../../core/casework/row-order.ts";
import type { AskedRows } from "../../core/records/gathered.ts";
import type { ManyDb } from "./many-rows.ts";
import type { Tables } from "./schema.ts";
import { columnName, tablesOf } from "./subject-columns.ts";
import { conditionOf } from "./subjects-where.ts";

type Db = Kysely<Tables>;

/** One row, if it exists. */
export async function loadSubject<R extends Row>(db: Db, collection: Collection<R>, id: string): Promise<R | undefined> {
  if (!isStorableId(id)) return undefined;
  const { table } = tablesOf(collection);
  const found = await sql<Stored>`select document from ${sql.table(table)} where id = ${id}`.execute(db);
  return found.rows.map((row) => parsed<R>(row))[0];
}

const ID = [{ name: "id", type: "text" }] as const;

/** Those of these rows that exist, in any order. */
export async function loadSubjectsOf({ db, many }: ManyDb, { collection, ids }: AskedRows): Promise<readonly Row[]> {
  const keys = ids.filter(isStorableId).map((id) => [id]);
  if (keys.length === 0) return [];
  const { rows } = await db.executeQuery<Stored>(many.selectByKeys(tablesOf(collection).table, ID, keys, "document"));
  return rows.map((row) => parsed(row));
}

/**
 * A page of the rows that meet the conditions. Rows with a value come first and are read along the index of the order;
 * those without one are asked for only when the page has room for them.
 * @throws BadCursorError
 */
export async function listSubjects<R extends Row>(db: Db, collection: Collection<R>, query: ListQuery): Promise<Page<R>> {
  const order = orderOf(collection, query.order);
  const limit = limitOf(query);
  const after = query.cursor === undefined ? undefined : order.placeAt(query.cursor);
  const where = conditionOf(collection, testsOf(collection, query.where));
  const rows: R[] = [];
  for (const isMissing of [false, true]) {
    const wanted = limit + 1 - rows.length;
    // A cursor among the rows without a value lies behind all rows with one.
    if (wanted === 0 || (!isMissing && after?.value === null)) continue;
    const start = after !== undefined && (after.value === null) === isMissing ? after : undefined;
    rows.push(...(await loadStretch(db, collection, { order, where, start, isMissing, wanted })));
  }
  return pageOfRows(order, rows, limit);
}

interface Stretch<R extends Row> {
  readonly order: RowOrder<R>;
  readonly where: RawBuilder<unknown>;
  /** Rows after this place. */
  readonly start: PlaceInOrder | undefined;
  /** Rows without a value of the order's field, or rows with one. */
  readonly isMissing: boolean;
  readonly wanted: number;
}

/** The ids are looked for first, so that a filter and a sort carry no documents. */
async function loadStretch<R extends Row>(db: Db, collection: Collection<R>, stretch: Stretch<R>): Promise<readonly R[]> {
  const { order, where, start, isMissing, wanted } = stretch;
  const table = sql.table(tablesOf(collection).table);
  const column = sql.ref(columnName(order.field));
  const [direction, beyond] = order.isDescending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const presence = isMissing ? sql`${column} is null` : sql`${column} is not null`;
  const following =
    start === undefined
      ? sql`1 = 1`
      : isMissing
        ? sql`id ${beyond} ${start.id}`
        : sql`(${column}, id) ${beyond} (${start.value}, ${start.id})`;
  const found = await sql<Stored>`select rows_found.id, rows_found.document from (
      select id from ${table} where ${presence} and ${following} and ${where}
      order by ${column} ${direction}, id ${direction} limit ${wanted}
    ) as places join ${table} as rows_found on rows_found.id = places.id`.execute(db);
  const rows = found.rows.map((row) => parsed<R>(row));
  return rows.toSorted((a, b) => order.compare(order.placeOf(a), order.placeOf(b)));
}

/** How many rows meet the conditions. */
export async function countSubjects<R extends Row>(db: Db, collection: Collection<R>, where: Where): Promise<number> {
  const { table } = tablesOf(collection);
  const condition = conditionOf(collection, testsOf(collection, where));
  const found = await sql<{ readonly n: number }>`select count(*) as n from ${sql.table(table)} where ${condition}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/** How many rows have each value of a text field. @throws RangeError for a field of another type. */
export async function countSubjectsBy<R extends Row>(
  db: Db,
  collection: Collection<R>,
  counted: { readonly field: string; readonly where: Where },
): Promise<ReadonlyMap<string, number>> {
  const { type } = fieldOf(collection, counted.field);
  if (type !== "text") throw new RangeError(`rows are not counted by ${counted.field}, which is a ${type}`);
  const { table } = tablesOf(collection);
  const column = sql.ref(columnName(counted.field));
  const condition = conditionOf(collection, testsOf(collection, counted.where));
  const found = await sql<{ readonly value: string; readonly n: number }>`select ${column} as value, count(*) as n
    from ${sql.table(table)} where ${column} is not null and ${condition} group by ${column}`.execute(db);
  return new Map(found.rows.map(({ value, n }) => [value, n]));
}

interface Stored {
  readonly document: string;
}

function parsed<R extends Row>({ document }: Stored): R {
  return JSON.parse(document) as R;
}
