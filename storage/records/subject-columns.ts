import type { Collection, Field, Row } from "../../core/casework/collection.ts";
import { type ColumnValue, columnTexts, columnValue, isStorableId, type ScalarField } from "../../core/casework/column-value.ts";

/** Columns that every table of a collection has; no field may be called so. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(["id", "document", "document_version"]);
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const FIELD = /^[a-z][a-zA-Z0-9]{0,39}$/;

/** A field that has a column of its own. */
export interface Column {
  readonly name: string;
  readonly field: ScalarField<Row>;
}

/** A field of several texts, which has a table of its own with one row a text. */
export interface SideTable {
  readonly name: string;
  readonly field: Extract<Field<Row>, { readonly type: "texts" }>;
}

/** The tables of a collection. */
export interface CollectionTables {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly sides: readonly SideTable[];
}

/**
 * The tables that a collection is stored in.
 * @throws RangeError for a name that cannot be one of a table or column: a mistake in the program.
 */
export function tablesOf<R extends Row>(collection: Collection<R>): CollectionTables {
  const table = tableName(collection.name);
  const declared: Collection = collection;
  const columns: Column[] = [];
  const sides: SideTable[] = [];
  for (const [name, field] of Object.entries(declared.fields)) {
    const column = columnName(name);
    if (OWN_COLUMNS.has(column)) throw new RangeError(`${collection.name} may not call a field ${name}`);
    if (field.type === "texts") sides.push({ name: `${table}_${column}`, field });
    else columns.push({ name: column, field });
  }
  return { table, columns, sides };
}

/** `case-notes` → `case_notes`. */
function tableName(collection: string): string {
  if (!NAME.test(collection)) throw new RangeError(`not a name of a collection: ${collection}`);
  return collection.replaceAll("-", "_");
}

/** `openedAt` → `opened_at`. */
export function columnName(field: string): string {
  if (!FIELD.test(field)) throw new RangeError(`not a name of a field: ${field}`);
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What is stored of a row, in the order of `id, document_version, document` and the columns. @throws RangeError */
export function storedRow(collection: Collection, { columns }: CollectionTables, row: Row): readonly ColumnValue[] {
  if (!isStorableId(row.id)) throw new RangeError(`not an id that can be stored: ${JSON.stringify(row.id)}`);
  return [row.id, collection.version, JSON.stringify(row), ...columns.map(({ field }) => columnValue(field, row))];
}

/** The rows of a side table that belong to a row. */
export function sideRows({ field }: SideTable, row: Row): readonly (readonly [string, string])[] {
  return columnTexts(field, row).map((text) => [row.id, text]);
}
