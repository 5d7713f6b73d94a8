import { CompiledQuery, type Kysely } from "kysely";
import type { Tables } from "./schema.ts";

type Scalar = string | number | null;

/** A column as it is filled from many rows at once. */
export interface ManyColumn {
  readonly name: string;
  readonly type: "text" | "bigint" | "integer" | "double precision";
}

/** How many rows of a table are written with one statement. */
export interface ManyTable {
  readonly table: string;
  readonly columns: readonly ManyColumn[];
  /** What tells rows apart, where a row replaces the one that is there; without it a row that is there is an error. */
  readonly key?: readonly string[];
  /** Columns that a row which replaces another leaves alone, with indexes over them: they never change, or not here. */
  readonly fixed?: readonly string[];
  /** A row replaces another only where it has more in this column. */
  readonly greater?: string;
}

/**
 * Statements for many rows whose text depends on the table alone (and, for SQLite, on a few numbers of rows), so that
 * neither this program nor the database makes them anew for each batch.
 */
export interface ManyRows {
  insert(table: ManyTable, rows: readonly (readonly Scalar[])[]): readonly CompiledQuery[];
  /** Of the rows with one of these texts in the column. */
  deleteWhere(table: string, column: string, texts: readonly string[]): CompiledQuery;
  /** Of the rows that have one of these keys all columns, or the one that is wanted. */
  selectByKeys(
    table: string,
    columns: readonly ManyColumn[],
    keys: readonly (readonly Scalar[])[],
    wanted?: string,
  ): CompiledQuery;
  /** For each of the keys in turn the greatest value of a column among the rows that have it; `null` where none has. */
  greatest(db: Kysely<Tables>, of: NumberOf, keys: readonly (readonly Scalar[])[]): Promise<readonly (number | null)[]>;
  /** Of the rows that have one of these keys all whose number lies in `[from, to)`, those of one key in its order. */
  selectWithin(
    of: NumberOf,
    keys: readonly (readonly Scalar[])[],
    span: { readonly from: number; readonly to: number },
  ): CompiledQuery;
}

/** Which column of a table, by which columns rows are told apart. */
export interface NumberOf {
  readonly table: string;
  readonly by: readonly ManyColumn[];
  readonly column: string;
}

/** A connection, and how many rows at once go over it. */
export interface ManyDb {
  readonly db: Kysely<Tables>;
  readonly many: ManyRows;
}

/** Writes rows, each key once. */
export async function insertMany({ db, many }: ManyDb, table: ManyTable, rows: readonly (readonly Scalar[])[]): Promise<void> {
  for (const query of rows.length === 0 ? [] : many.insert(table, rows)) await db.executeQuery(query);
}

function insertHead({ table, columns }: ManyTable): string {
  return `insert into ${quoted(table)} (${columns.map(({ name }) => quoted(name)).join(", ")})`;
}

function conflictTail({ table, columns, key, fixed = [], greater }: ManyTable): string {
  if (key === undefined) return "";
  const kept = [...key, ...fixed];
  const others = columns.filter(({ name }) => !kept.includes(name)).map(({ name }) => quoted(name));
  const then = others.length === 0 ? "nothing" : `update set ${others.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  const where = greater === undefined ? "" : ` where excluded.${quoted(greater)} > ${quoted(table)}.${quoted(greater)}`;
  return ` on conflict (${key.map(quoted).join(", ")}) do ${then}${where}`;
}

function wantedPart(column: string | undefined): string {
  return column === undefined ? "*" : quoted(column);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Texts of inserts by table, then by how many rows they take. */
const INSERTS = new WeakMap<ManyTable, Map<number, string>>();

function insertText(table: ManyTable, size: number): string {
  const known = INSERTS.get(table) ?? new Map<number, string>();
  INSERTS.set(table, known);
  let text = known.get(size);
  if (text === undefined) {
    const one = `(${table.columns.map(() => "?").join(",")})`;
    text = `${insertHead(table)} values ${Array(size).fill(one).join(",")}${conflictTail(table)}`;
    known.set(size, text);
  }
  return text;
}

/** As many rows as a statement of SQLite takes here; a rest goes in halves of it, so that few texts are in use. */
const MOST_ROWS = 128;

/**
 * Values are bound one by one: SQLite reads numbers out of JSON with an error in the last digit. Keys are texts and
 * integers, which it reads exactly.
 */
export const SQLITE_MANY_ROWS: ManyRows = {
  insert(table, rows) {
    const queries: CompiledQuery[] = [];
    let [at, size] = [0, MOST_ROWS];
    while (at < rows.length) {
      while (size > rows.length - at) size /= 2;
      const values: Scalar[] = [];
      for (let i = at; i < at + size; i++) for (const value of rows[i] as readonly Scalar[]) values.push(value);
      queries.push(CompiledQuery.raw(insertText(table, size), values));
      at += size;
    }
    return queries;
  },
  deleteWhere: (table, column, texts) =>
    CompiledQuery.raw(`delete from ${quoted(table)} where ${quoted(column)} in (select value from json_each(?))`, [
      JSON.stringify(texts),
    ]),
  selectByKeys(table, columns, keys, wanted) {
    const same = columns.map(({ name }, i) => `rows_found.${quoted(name)} = keys.value ->> ${i}`).join(" and ");
    const text = `select rows_found.${wantedPart(wanted)} from json_each(?) as keys cross join ${quoted(table)} as rows_found where ${same}`;
    return CompiledQuery.raw(text, [JSON.stringify(keys)]);
  },
  // One row with all of them: a row costs as much as finding what it tells.
  async greatest(db, { table, by, column }, keys) {
    const same = by.map(({ name }, i) => `${quoted(name)} = keys.value ->> ${i}`).join(" and ");
    const newest = `select max(${quoted(column)}) from ${quoted(table)} where ${same}`;
    const text = `select json_group_array((${newest}) order by keys.key) as greatest from json_each(?) as keys`;
    const { rows } = await db.executeQuery<{ readonly greatest: string }>(CompiledQuery.raw(text, [JSON.stringify(keys)]));
    return rows.flatMap(({ greatest }) => JSON.parse(greatest) as (number | null)[]);
  },
  selectWithin({ table, by, column }, keys, { from, to }) {
    const same = by.map(({ name }, i) => `rows_found.${quoted(name)} = keys.value ->> ${i}`).join(" and ");
    const number = `rows_found.${quoted(column)}`;
    const text = `select rows_found.* from json_each(?) as keys cross join ${quoted(table)} as rows_found
      where ${same} and ${number} >= ? and ${number} < ? order by keys.key, ${number}`;
    return CompiledQuery.raw(text, [JSON.stringify(keys), from, to]);
  },
};

/** Each column goes as one array: one statement however many rows there are. */
export const POSTGRES_MANY_ROWS: ManyRows = {
  insert(table, rows) {
    const text = `${insertHead(table)} select * from unnest(${arrays(table.columns)})${conflictTail(table)}`;
    return [CompiledQuery.raw(text, columnsOf(table.columns, rows))];
  },
  deleteWhere: (table, column, texts) =>
    CompiledQuery.raw(`delete from ${quoted(table)} where ${quoted(column)} = any($1::text[])`, [texts]),
  selectByKeys(table, columns, keys, wanted) {
    const names = columns.map(({ name }) => quoted(name)).join(", ");
    const text = `select ${wantedPart(wanted)} from ${quoted(table)} where (${names}) in (select * from unnest(${arrays(columns)}))`;
    return CompiledQuery.raw(text, columnsOf(columns, keys));
  },
  async greatest(db, { table, by, column }, keys) {
    const same = by.map(({ name }, i) => `${quoted(name)} = keys.k${i}`).join(" and ");
    const newest = `select max(${quoted(column)}) from ${quoted(table)} where ${same}`;
    const names = [...by.map((_, i) => `k${i}`), "place"].join(", ");
    const text = `select (${newest}) as greatest from unnest(${arrays(by)}) with ordinality as keys(${names}) order by place`;
    const { rows } = await db.executeQuery<{ readonly greatest: number | null }>(CompiledQuery.raw(text, columnsOf(by, keys)));
    return rows.map(({ greatest }) => greatest);
  },
  selectWithin({ table, by, column }, keys, { from, to }) {
    const same = by.map(({ name }, i) => `rows_found.${quoted(name)} = keys.k${i}`).join(" and ");
    const names = [...by.map((_, i) => `k${i}`), "place"].join(", ");
    const number = `rows_found.${quoted(column)}`;
    const span = `${number} >= $${by.length + 1} and ${number} < $${by.length + 2}`;
    const text = `select rows_found.* from unnest(${arrays(by)}) with ordinality as keys(${names})
      join ${quoted(table)} as rows_found on ${same} where ${span} order by keys.place, ${number}`;
    return CompiledQuery.raw(text, [...columnsOf(by, keys), from, to]);
  },
};

function arrays(columns: readonly ManyColumn[]): string {
  return columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(", ");
}

function columnsOf(columns: readonly ManyColumn[], rows: readonly (readonly Scalar[])[]): unknown[] {
  return columns.map((_, i) => rows.map((row) => row[i]));
}
