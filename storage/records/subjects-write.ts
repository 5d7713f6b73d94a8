import { type Kysely, sql } from "kysely";
import type { Collection, Row, SubjectWrite } from "../../core/casework/collection.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";
import { type CollectionTables, sideRows, storedRow, tablesOf } from "./subject-columns.ts";

/**
 * Writes rows over those with the same id. Statements are bounded: for 200 rows of one collection one, and two for each
 * of its fields of several texts.
 */
export async function saveSubjects(trx: Kysely<Tables>, writes: readonly SubjectWrite[]): Promise<void> {
  for (const [collection, rows] of byCollection(writes)) {
    const tables = tablesOf(collection);
    for (const batch of rowBatches(lastByKey(rows, (row) => row.id))) {
      await saveRows(trx, { collection, tables, rows: batch });
      await saveSides(trx, tables, batch);
    }
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

interface RowsOfTable {
  readonly collection: Collection;
  readonly tables: CollectionTables;
  readonly rows: readonly Row[];
}

async function saveRows(trx: Kysely<Tables>, { collection, tables, rows }: RowsOfTable): Promise<void> {
  const columns = ["document_version", "document", ...tables.columns.map(({ name }) => name)];
  const values = rows.map((row) => sql`(${sql.join(storedRow(collection, tables, row))})`);
  const updates = columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
  await sql`insert into ${sql.table(tables.table)} (${sql.join(["id", ...columns].map((name) => sql.ref(name)))})
    values ${sql.join(values)} on conflict (id) do update set ${sql.join(updates)}`.execute(trx);
}

async function saveSides(trx: Kysely<Tables>, { sides }: CollectionTables, rows: readonly Row[]): Promise<void> {
  const ids = sql.join(rows.map((row) => row.id));
  for (const side of sides) {
    await sql`delete from ${sql.table(side.name)} where row_id in (${ids})`.execute(trx);
    for (const batch of rowBatches(rows.flatMap((row) => sideRows(side, row)))) {
      const values = sql.join(batch.map(([id, text]) => sql`(${id}, ${text})`));
      await sql`insert into ${sql.table(side.name)} (row_id, value) values ${values}`.execute(trx);
    }
  }
}
