import { type Kysely, sql } from "kysely";
import type { Collection, Row } from "../../core/casework/collection.ts";
import { lifted, type Upcasters } from "../upcasters.ts";
import type { Tables } from "./schema.ts";
import type { SqlFlavour } from "./sql-flavour.ts";
import { type CollectionTables, type Column, columnName, tablesOf } from "./subject-columns.ts";
import { saveSubjects } from "./subjects-write.ts";

type Trx = Kysely<Tables>;

/** The collections of a program and the steps that lift documents of older builds. */
export interface DeclaredCollections {
  readonly collections: readonly Collection[];
  readonly upcasters: Upcasters;
}

const ROWS_PER_READ = 500;
const COLUMN_TYPES = { number: sql`double precision`, instant: sql`bigint`, boolean: sql`integer` } as const;

/**
 * Makes the tables of every collection, in the transaction given. Where a declaration is not the one that the tables
 * were made from, they are made anew from the documents, which are lifted to the present version on the way; 100,000
 * rows take about fifteen seconds. Tables of a collection that is no longer declared stay as they are.
 * @throws UnknownVersionError when a document is of a newer version or cannot be lifted; nothing is changed.
 */
export async function prepareCollections(trx: Trx, flavour: SqlFlavour, declared: DeclaredCollections): Promise<void> {
  for (const collection of declared.collections) {
    const shape = shapeOf(collection);
    const known = await trx.selectFrom("collections").select("shape").where("name", "=", collection.name).executeTakeFirst();
    if (known?.shape === shape) continue;
    if (known === undefined) await createTables(trx, flavour, collection);
    else await rebuild(trx, flavour, { collection, upcasters: declared.upcasters, oldSides: sidesOfShape(known.shape) });
    // Last: an index over rows that are there is made faster than one that grows with them.
    await createIndexes(trx, flavour, collection);
    await trx
      .insertInto("collections")
      .values({ name: collection.name, shape })
      .onConflict((oc) => oc.column("name").doUpdateSet({ shape }))
      .execute();
  }
}

/**
 * Everything of a declaration that the tables depend on. The version is part of it, so that a new one lifts all
 * documents.
 */
interface Shape {
  readonly version: number;
  readonly columns: readonly string[];
  readonly sides: readonly string[];
  readonly orders: readonly string[];
}

/** What a field is made of is code, which no shape can show: a changed `of` comes with a new version. */
function shapeOf(collection: Collection): string {
  const { columns, sides } = tablesOf(collection);
  const shape: Shape = {
    version: collection.version,
    columns: columns.map(({ name, field }) => `${name} ${field.type}${isLookup(field) ? " lookup" : ""}`),
    sides: sides.map(({ name }) => name),
    orders: Object.values(collection.orders).map(({ field }) => field),
  };
  return JSON.stringify(shape);
}

function sidesOfShape(shape: string): readonly string[] {
  return (JSON.parse(shape) as Shape).sides;
}

async function createTables(trx: Trx, flavour: SqlFlavour, collection: Collection): Promise<void> {
  const tables = tablesOf(collection);
  await createRowTable(trx, flavour, tables);
  for (const side of tables.sides) await createSideTable(trx, flavour, side.name);
}

async function createRowTable(trx: Trx, { keyText }: SqlFlavour, { table, columns }: CollectionTables): Promise<void> {
  // Before the document: a database then finds the columns of a row without reading its document.
  const fields = columns.map(({ name, field }) => {
    const type = field.type === "text" ? keyText : COLUMN_TYPES[field.type];
    return sql`${sql.ref(name)} ${type}`;
  });
  const all = [
    sql`id ${keyText} primary key not null`,
    ...fields,
    sql`document_version integer not null`,
    sql`document text not null`,
  ];
  await sql`create table ${sql.table(table)} (${sql.join(all)})`.execute(trx);
}

async function createSideTable(trx: Trx, { keyText }: SqlFlavour, name: string): Promise<void> {
  await sql`create table ${sql.table(name)} (row_id ${keyText} not null, value ${keyText} not null, primary key (row_id, value))`.execute(
    trx,
  );
}

/**
 * An index for each field that rows are ordered by, and one for fields of texts, in which the rows of a text stand in
 * the first order.
 */
async function createIndexes(trx: Trx, { hasCoveringOrders }: SqlFlavour, collection: Collection): Promise<void> {
  const { table, columns, sides } = tablesOf(collection);
  const ordered = [...new Set(Object.values(collection.orders).map(({ field }) => columnName(field)))];
  for (const name of ordered) {
    const carried = hasCoveringOrders ? columns.map((column) => column.name).filter((column) => column !== name) : [];
    await createIndex(trx, table, [name, "id", ...carried]);
  }
  const indexed = columns.filter(({ field }) => (hasCoveringOrders ? isLookup(field) : field.type === "text"));
  for (const { name } of indexed) await createIndex(trx, table, [name, ...ordered.slice(0, 1), "id"]);
  for (const side of sides) await createIndex(trx, side.name, ["value", "row_id"]);
}

async function createIndex(trx: Trx, table: string, columns: readonly string[]): Promise<void> {
  const name = sql.ref(`${table}_by_${columns[0]}`);
  await sql`create index ${name} on ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})`.execute(trx);
}

function isLookup(field: Column["field"]): boolean {
  return field.type === "text" && field.isLookup === true;
}

interface Rebuild {
  readonly collection: Collection;
  readonly upcasters: Upcasters;
  readonly oldSides: readonly string[];
}

async function rebuild(trx: Trx, flavour: SqlFlavour, { collection, upcasters, oldSides }: Rebuild): Promise<void> {
  const { table } = tablesOf(collection);
  const old = `${table}_before`;
  await sql`create table ${sql.table(old)} as select id, document_version, document from ${sql.table(table)}`.execute(trx);
  for (const name of [table, ...oldSides]) await sql`drop table ${sql.table(name)}`.execute(trx);
  await createTables(trx, flavour, collection);
  const wanted = collection.version;
  for await (const rows of storedRows(trx, old)) {
    const writes = rows.map(({ document, document_version: stored }) => {
      const row = lifted(JSON.parse(document), `row/${collection.name}`, { stored, wanted }, upcasters) as Row;
      return { collection, row };
    });
    await saveSubjects({ db: trx, many: flavour.manyRows }, writes);
  }
  await sql`drop table ${sql.table(old)}`.execute(trx);
}

interface OldRow {
  readonly id: string;
  readonly document_version: number;
  readonly document: string;
}

async function* storedRows(trx: Trx, table: string): AsyncGenerator<readonly OldRow[]> {
  await sql`create unique index ${sql.ref(`${table}_by_id`)} on ${sql.table(table)} (id)`.execute(trx);
  let last = "";
  for (;;) {
    const found = await sql<OldRow>`select id, document_version, document from ${sql.table(table)}
      where id > ${last} order by id limit ${ROWS_PER_READ}`.execute(trx);
    const end = found.rows.at(-1);
    if (end === undefined) return;
    yield found.rows;
    last = end.id;
  }
}
