import type { Registry } from "./registry.ts";

/** A table of the registry document. */
export type RegistryTable = Exclude<keyof Registry, "schema">;

interface AnyRow {
  readonly [field: string]: unknown;
}

/**
 * The fields that a row's id is made of, in order. A single one must be filled; of several, those after the first may
 * be left out.
 */
const KEY_FIELDS: Readonly<Record<RegistryTable, readonly string[]>> = {
  cells: ["id"],
  units: ["id"],
  people: ["id"],
  assignments: ["cell", "person", "role", "deputyFor", "validFrom"],
  enterprises: ["id"],
  emissionUnits: ["id"],
  treatmentUnits: ["id"],
  outlets: ["id"],
  devices: ["mn"],
  channels: ["device", "st", "factor", "validFrom"],
  limits: ["id"],
  upstreams: ["id"],
};

/** All tables, in the order in which changes are listed. */
export const REGISTRY_TABLES = Object.keys(KEY_FIELDS) as readonly RegistryTable[];

/**
 * What a row is called in changes and in the path of an edit: its id, or the fields that tell it apart, joined by `/`.
 */
export function rowId(table: RegistryTable, row: object): string {
  const fields = row as AnyRow;
  const [first = "", ...others] = KEY_FIELDS[table];
  if (others.length === 0) return String(fields[first] ?? "");
  return KEY_FIELDS[table].map((name) => String(fields[name] ?? "")).join("/");
}

/** The one field that is a row's id; `undefined` for tables whose rows are told apart by several. */
export function idField(table: RegistryTable): string | undefined {
  const [first, ...others] = KEY_FIELDS[table];
  return others.length === 0 ? first : undefined;
}
