import type { Collection, Row, SubjectWrite } from "../../core/casework/collection.ts";
import { insertMany, type ManyColumn, type ManyDb, type ManyTable } from "./many-rows.ts";
import { lastByKey } from "./row-batches.ts";
import { type CollectionTables, sideRows, storedRow, tablesOf } from "./subject-columns.ts";

const COLUMN_TYPES = { text: "text", number: "double precision", instant: "bigint", boolean: "integer" } as const;
const TEXT = "text";

/**
 * Writes rows over those with the same id: for all rows of one collection one statement, and two for each of its fields
 * of several texts.
 */
export async function saveSubjects(trx: ManyDb, writes: readonly SubjectWrite[]): Promise<void> {
  for (const [collection, given] of byCollection(writes)) {
    const tables = tablesOf(collection);
    const rows = lastByKey(given, (row) => row.id);
    await insertMany(
      trx,
      rowTable(tables),
      rows.map((row) => storedRow(collection, tables, row)),
    );
    await saveSides(trx, tables, rows);
  }
}

function byCollection(writes: readonly SubjectWrite[]): ReadonlyMap<Collection, readonly Row[]> {
  const groups = new Map<Collection, Row[]>();
  for (const { collection, row } of writes) {
    const rows = groups.get(collection);
    if (rows === undefined) groups.set(collection, [row]);
    else rows.push(row);
  }
  return groups;
}

/** The columns in the order of `storedRow`. */
function rowTable({ table, columns }: CollectionTables): ManyTable {
  const own: readonly ManyColumn[] = [
    { name: "id", type: TEXT },
    { name: "document_version", type: "integer" },
    { name: "document", type: TEXT },
  ];
  return { table, columns: [...own, ...columns.map((c) => ({ name: c.name, type: COLUMN_TYPES[c.field.type] }))], key: ["id"] };
}

async function saveSides(trx: ManyDb, { sides }: CollectionTables, rows: readonly Row[]): Promise<void> {
  const ids = rows.map((row) => row.id);
  const columns = [
    { name: "row_id", type: TEXT },
    { name: "value", type: TEXT },
  ] as const;
  for (const side of sides) {
    await trx.db.executeQuery(trx.many.deleteWhere(side.name, "row_id", ids));
    await insertMany(
      trx,
      { table: side.name, columns },
      rows.flatMap((row) => sideRows(side, row)),
    );
  }
}
