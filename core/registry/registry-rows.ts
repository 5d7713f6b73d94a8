import type { Registry } from "./registry.ts";

/** Tables that a version has beside those of the document. */
type LawTable = "law" | "lawConfirmations";

/** A table of a version of the registry. */
export type VersionTable = Exclude<keyof Registry, "schema">;

/** A table of the registry document. */
export type RegistryTable = Exclude<VersionTable, LawTable>;

interface AnyRow {
  readonly [field: string]: unknown;
}

/**
 * The fields that a row's id is made of, in order. A single one must be filled; of several, those after the first may
 * be left out.
 */
const KEY_FIELDS: Readonly<Record<VersionTable, readonly string[]>> = {
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
  law: ["id"],
  lawConfirmations: ["id"],
};

/** All tables of a version. */
export const VERSION_TABLES = Object.keys(KEY_FIELDS) as readonly VersionTable[];

const LAW_TABLES: ReadonlySet<VersionTable> = new Set<LawTable>(["law", "lawConfirmations"]);

/** The tables of the document, in the order in which changes are listed. */
export const REGISTRY_TABLES = VERSION_TABLES.filter((table): table is RegistryTable => !LAW_TABLES.has(table));

/**
 * What a row is called in changes and in the path of an edit: its id, or the fields that tell it apart, joined by `/`.
 */
export function rowId(table: VersionTable, row: object): string {
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
