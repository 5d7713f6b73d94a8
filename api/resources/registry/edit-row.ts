import type { IncomingRegistry } from "../../../core/registry/incoming-registry.ts";
import type { RegistryProblem } from "../../../core/registry/problem-codes.ts";
import { idField, type RegistryTable, rowId } from "../../../core/registry/registry-rows.ts";
import { err, ok, type Result } from "../../../core/result.ts";
import { parseRegistryDocument, parseRegistryRow } from "./parse-registry.ts";
import { mostRows, type RegistryWire } from "./schema.ts";

type Fields = Readonly<Record<string, unknown>>;

/** One row of the registry, by its table and by the id that changes are listed with. */
export interface RowPlace {
  readonly table: RegistryTable;
  readonly id: string;
}

/** A document with one row changed, and where that row stands in its table. Of the rest nothing is read again. */
export interface EditedDocument {
  readonly document: IncomingRegistry;
  readonly at: number;
}

/** Fields for which `null` is a value. In others it removes the field, as in a JSON merge patch (RFC 7396). */
const NULL_IS_A_VALUE: ReadonlySet<string> = new Set(["parent"]);

/**
 * Puts the fields of `patch` over those of the row, or makes the row when there is none; fields that are not named
 * stay, and so do secrets. A field is replaced whole. The id of a row stays as it is; only where it is made of several
 * fields may these change.
 */
export function withRow(
  document: RegistryWire,
  { table, id }: RowPlace,
  patch: Fields,
): Result<EditedDocument, readonly RegistryProblem[]> {
  const rows = rowsOf(document, table);
  const found = rows.findIndex((row) => rowId(table, row) === id);
  const own = idField(table);
  const start: Fields = rows[found] ?? (own === undefined ? {} : { [own]: id });
  const row = Object.fromEntries(Object.entries({ ...start, ...patch }).filter(([name, value]) => isKept(name, value)));
  const mayMove = found >= 0 && own === undefined;
  if (!mayMove && rowId(table, row) !== id) {
    return err([{ pointer: own === undefined ? "" : `/${own}`, code: "id-differs", facts: { id } }]);
  }
  const parsed = parseRegistryRow(table, row);
  if (!parsed.ok) return parsed;
  const at = found >= 0 ? found : rows.length;
  // A table that is full: read whole, which says so.
  if (at >= mostRows(table)) {
    const whole = parseRegistryDocument({ ...document, [table]: [...rows, row] });
    return whole.ok ? ok({ document: whole.value, at }) : whole;
  }
  return ok({ document: incoming({ ...document, [table]: rows.toSpliced(at, 1, parsed.value as Fields) }), at });
}

/** The document without the row; `undefined` when there is none. */
export function withoutRow(document: RegistryWire, { table, id }: RowPlace): IncomingRegistry | undefined {
  const rows = rowsOf(document, table);
  const kept = rows.filter((row) => rowId(table, row) !== id);
  return kept.length === rows.length ? undefined : incoming({ ...document, [table]: kept });
}

/** What is in force was read when it came in, with its defaults; secrets are marks that keep what is stored. */
function incoming(document: RegistryWire): IncomingRegistry {
  return document as unknown as IncomingRegistry;
}

/**
 * Problems of the document as those of one row: what lies in the row is pointed at in the row, everything else in the
 * document.
 */
export function problemsOfRow(problems: readonly RegistryProblem[], { table }: RowPlace, at: number): readonly RegistryProblem[] {
  const row = `/${table}/${at}`;
  return problems.map((problem) => {
    const isInRow = problem.pointer === row || problem.pointer.startsWith(`${row}/`);
    return isInRow ? { ...problem, pointer: problem.pointer.slice(row.length) } : problem;
  });
}

function rowsOf(document: RegistryWire, table: RegistryTable): readonly Fields[] {
  return document[table] ?? [];
}

function isKept(name: string, value: unknown): boolean {
  return value !== undefined && (value !== null || NULL_IS_A_VALUE.has(name));
}
