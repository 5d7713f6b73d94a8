import { canonical } from "./compare-registries.ts";
import type { Registry } from "./registry.ts";
import { rowId, VERSION_TABLES, type VersionTable } from "./registry-rows.ts";

/**
 * What makes one version of the registry of the one before it: rows that are put over those with their id or added at
 * the end, and ids that are gone. What is not named is the same.
 */
export type RegistryEdit = Readonly<Partial<Record<VersionTable, TableEdit>>>;

export interface TableEdit {
  readonly put: readonly object[];
  readonly removed: readonly string[];
}

/** A version whole, or as what it changes of the one before. */
export type RegistryStep = { readonly registry: Registry } | { readonly edit: RegistryEdit };

/** True when the step needs no version before it. */
export function isWhole(step: RegistryStep): step is { readonly registry: Registry } {
  return "registry" in step;
}

/** True when the step leads to the version that it was made from. */
export function isEmptyStep(step: RegistryStep): boolean {
  return !isWhole(step) && Object.keys(step.edit).length === 0;
}

/** The rows of a table that a step brings: all of a document, or those that an edit puts. */
export function rowsPut<Table extends VersionTable>(step: RegistryStep, table: Table): NonNullable<Registry[Table]> {
  const rows = isWhole(step) ? step.registry[table] : step.edit[table]?.put;
  return (rows ?? []) as unknown as NonNullable<Registry[Table]>;
}

/** From this share of rows on, a version is kept whole: an edit would be hardly smaller. */
const WHOLE_FROM = 0.5;

/**
 * The step that leads from one version to the next: an edit, or the document where the edit would be hardly smaller or
 * would leave the rows in another order, in which the first of several may count.
 */
export function stepBetween(before: Registry | undefined, after: Registry): RegistryStep {
  if (before === undefined) return { registry: after };
  const edit = editBetween(before, after);
  const put = Object.values(edit).reduce((sum, table) => sum + table.put.length, 0);
  const rows = VERSION_TABLES.reduce((sum, table) => sum + rowsOf(after, table).length, 0);
  if (put > rows * WHOLE_FROM || !isSameOrder(applyEdit(before, edit), after)) return { registry: after };
  return { edit };
}

function editBetween(before: Registry, after: Registry): RegistryEdit {
  const edit: Partial<Record<VersionTable, TableEdit>> = {};
  for (const table of VERSION_TABLES) {
    if (before[table] === after[table]) continue;
    const [old, now] = [rowsById(table, rowsOf(before, table)), rowsById(table, rowsOf(after, table))];
    const put = [...now].filter(([id, rows]) => !isSameRows(old.get(id), rows)).flatMap(([, rows]) => rows);
    const removed = [...old.keys()].filter((id) => !now.has(id));
    if (put.length + removed.length > 0 || isNewTable(before, after, table)) edit[table] = { put, removed };
  }
  return edit;
}

/** A table may be left out of a document: that it is there, or not, is a difference. */
function isNewTable(before: Registry, after: Registry, table: VersionTable): boolean {
  return before[table] === undefined && after[table] !== undefined;
}

function isSameRows(old: readonly object[] | undefined, now: readonly object[]): boolean {
  if (old === undefined || old.length !== now.length) return false;
  return now.every((row, i) => row === old[i] || canonical(row) === canonical(old[i]));
}

function isSameOrder(made: Registry, wanted: Registry): boolean {
  return VERSION_TABLES.every((table) => {
    if (made[table] === wanted[table]) return true;
    const [ids, others] = [rowsOf(made, table), rowsOf(wanted, table)].map((rows) => rows.map((row) => rowId(table, row)));
    return ids?.length === others?.length && ids?.every((id, i) => id === others?.[i]) === true;
  });
}

/** The version that an edit makes. Tables that it does not name are the same arrays, and rows the same objects. */
export function applyEdit(before: Registry, edit: RegistryEdit): Registry {
  const made: Partial<Record<VersionTable, readonly object[]>> = {};
  for (const table of VERSION_TABLES) {
    const change = edit[table];
    if (change !== undefined) made[table] = editedRows(table, rowsOf(before, table), change);
  }
  return { ...before, ...made } as Registry;
}

/** Rows of one id stand where the first of them stood; those that were removed and are put again, at the end. */
function editedRows(table: VersionTable, before: readonly object[], { put, removed }: TableEdit): readonly object[] {
  const placed = new Map<string, readonly object[]>(rowsById(table, put));
  const gone = new Set(removed);
  const rows: object[] = [];
  const replaced = new Set<string>();
  for (const row of before) {
    const id = rowId(table, row);
    if (gone.has(id)) continue;
    const own = placed.get(id);
    if (own === undefined) rows.push(row);
    else if (!replaced.has(id)) {
      rows.push(...own);
      replaced.add(id);
    }
  }
  for (const [id, own] of placed) if (!replaced.has(id)) rows.push(...own);
  return rows;
}

/** Several edits, one after the other, as one. */
export function joinedEdits(edits: readonly RegistryEdit[]): RegistryEdit {
  const joined: Partial<Record<VersionTable, TableEdit>> = {};
  for (const table of VERSION_TABLES) {
    const put = new Map<string, readonly object[]>();
    const removed = new Set<string>();
    const changes = edits.flatMap((edit) => edit[table] ?? []);
    for (const change of changes) {
      for (const [id, rows] of rowsById(table, change.put)) put.set(id, rows);
      for (const id of change.removed) {
        put.delete(id);
        removed.add(id);
      }
    }
    if (changes.length > 0) joined[table] = { put: [...put.values()].flat(), removed: [...removed] };
  }
  return joined;
}

function rowsById(table: VersionTable, rows: readonly object[]): ReadonlyMap<string, readonly object[]> {
  const groups = new Map<string, object[]>();
  for (const row of rows) {
    const id = rowId(table, row);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return groups;
}

function rowsOf(registry: Registry, table: VersionTable): readonly object[] {
  return registry[table] ?? [];
}
