import type { RegistryChanges } from "../casework/command-bus.ts";
import type { Registry } from "./registry.ts";

type Table = Exclude<keyof Registry, "schema">;

const KEYS: { readonly [T in Table]: (row: never) => string } = {
  cells: (row: { id: string }) => row.id,
  units: (row: { id: string }) => row.id,
  people: (row: { id: string }) => row.id,
  assignments: (row: { cell: string; person: string; role: string; deputyFor?: string; validFrom?: string }) =>
    [row.cell, row.person, row.role, row.deputyFor ?? "", row.validFrom ?? ""].join("/"),
  enterprises: (row: { id: string }) => row.id,
  emissionUnits: (row: { id: string }) => row.id,
  treatmentUnits: (row: { id: string }) => row.id,
  outlets: (row: { id: string }) => row.id,
  devices: (row: { mn: string }) => row.mn,
  channels: (row: { device: string; st?: string; factor: string; validFrom?: string }) =>
    [row.device, row.st ?? "", row.factor, row.validFrom ?? ""].join("/"),
  limits: (row: { id: string }) => row.id,
  upstreams: (row: { id: string }) => row.id,
};

/** What is different between two registries, table by table; tables without a difference are left out. */
export function compareRegistries(before: Registry | undefined, after: Registry): RegistryChanges {
  const changes: Record<string, RegistryChanges[string]> = {};
  for (const table of Object.keys(KEYS) as Table[]) {
    const keyOf = KEYS[table] as (row: unknown) => string;
    const old = new Map((before?.[table] ?? []).map((row) => [keyOf(row), canonical(row)]));
    const now = new Map((after[table] ?? []).map((row) => [keyOf(row), canonical(row)]));
    const added = [...now.keys()].filter((k) => !old.has(k));
    const removed = [...old.keys()].filter((k) => !now.has(k));
    const changed = [...now].filter(([k, text]) => old.has(k) && old.get(k) !== text).map(([k]) => k);
    if (added.length + removed.length + changed.length > 0) changes[table] = { added, changed, removed };
  }
  return changes;
}

/** JSON with sorted keys: the order in which a document writes its fields is no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
