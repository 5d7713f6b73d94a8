import type { RegistryChanges } from "./incoming-registry.ts";
import type { Registry } from "./registry.ts";
import { REGISTRY_TABLES, rowId } from "./registry-rows.ts";

/** What is different between two registries, table by table; tables without a difference are left out. */
export function compareRegistries(before: Registry | undefined, after: Registry): RegistryChanges {
  const changes: Record<string, RegistryChanges[string]> = {};
  for (const table of REGISTRY_TABLES) {
    if (before?.[table] === after[table]) continue;
    const old = new Map((before?.[table] ?? []).map((row) => [rowId(table, row), row]));
    const now = new Map((after[table] ?? []).map((row) => [rowId(table, row), row]));
    const added = [...now.keys()].filter((k) => !old.has(k));
    const removed = [...old.keys()].filter((k) => !now.has(k));
    const changed = [...now].filter(([k, row]) => old.has(k) && !isSameRow(old.get(k), row)).map(([k]) => k);
    if (added.length + removed.length + changed.length > 0) changes[table] = { added, changed, removed };
  }
  return changes;
}

/** Rows that an edit did not touch are the same objects. */
function isSameRow(old: object | undefined, now: object): boolean {
  return old === now || canonical(old) === canonical(now);
}

/** JSON with sorted keys: the order in which a document writes its fields is no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
