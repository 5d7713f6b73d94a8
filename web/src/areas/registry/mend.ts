import type { RegistryHealthWire } from "../../../../api/resources/registry/schema.ts";

type Warning = RegistryHealthWire["others"][number];
type Row = Readonly<Record<string, unknown>>;

/** A row that may be missing: what it is made of, and the fields that tell it apart, as the server joins them. */
interface NewRow {
  readonly keys: readonly string[];
  readonly fields: Row;
}

/** Rows that health may ask for. Figures and names are left empty: nobody guesses a limit. */
export const NEW_ROWS: Readonly<Record<string, NewRow>> = {
  enterprises: { keys: ["id"], fields: { id: "", name: "" } },
  outlets: { keys: ["id"], fields: { id: "", enterprise: "", code: "", name: "", kind: "stack" } },
  cells: { keys: ["id"], fields: { id: "", level: 4, parent: "", kind: "enterprise", enterprise: "", name: "" } },
  people: { keys: ["id"], fields: { id: "", name: "", phone: "" } },
  assignments: {
    keys: ["cell", "person", "role", "deputyFor", "validFrom"],
    fields: { cell: "", person: "", role: "direct-responsible" },
  },
  channels: {
    keys: ["device", "st", "factor", "validFrom"],
    fields: { outlet: "", device: "", factor: "", unit: "mg/m3" },
  },
  limits: {
    keys: ["id"],
    fields: {
      ...{ id: "", outlet: "", pollutant: "", basis: "", comparator: "<=", value: null, unit: "mg/m3" },
      ...{ validFrom: "", validTo: null, source: "permit", confidence: "C" },
    },
  },
};

/** The row that mends what is missing, where that is another one than the row it is said of. */
const MENDED_BY: Readonly<Record<string, (facts: Row) => readonly [table: string, known: Row]>> = {
  "nobody-registered": () => ["people", {}],
  "outlet-without-limit": ({ outlet }) => ["limits", { outlet }],
  "device-without-channel": ({ mn }) => ["channels", { device: mn }],
  "limit-without-channel": ({ outlet, pollutant }) => ["channels", { outlet, factor: pollutant }],
  "no-first-responsible": ({ cell }) => ["assignments", { cell, role: "first-responsible" }],
  "no-deputy": ({ cell, person }) => ["assignments", { cell, deputyFor: person }],
  "enterprise-without-cell": ({ enterprise }) => ["cells", { enterprise }],
};

const REGISTRY = "/registry";

/** Where what is missing is mended: the form of a new row, the row itself, or the form of an empty installation. */
export function mendAddress({ code, facts, row }: Pick<Warning, "code" | "facts" | "row">): string {
  if (code === "nothing-registered") return "/first-steps";
  const mended = MENDED_BY[code]?.(facts);
  if (mended !== undefined) return `${REGISTRY}?${new URLSearchParams({ table: mended[0], with: JSON.stringify(mended[1]) })}`;
  return row === null ? REGISTRY : rowAddress({ table: row.collection, id: row.id });
}

/** Where a row is changed; with an empty id, where a new one is made. */
export function rowAddress({ table, id }: { readonly table: string; readonly id: string }): string {
  return `${REGISTRY}?${new URLSearchParams({ table, ...(id !== "" && { row: id }) })}`;
}

/** The rows of a table of the registry document, by what people know them by. */
export function rowChoices(table: string, document: Row): readonly { readonly value: string; readonly label: string }[] {
  const rows = document[table];
  return (Array.isArray(rows) ? (rows as readonly Row[]) : []).map((row) => {
    const value = newRowId(table, row);
    return { value, label: [row["name"], row["outlet"], row["pollutant"] ?? row["factor"], value].filter(Boolean).join(" ") };
  });
}

/** The row that the form of a new one begins with. */
export function newRow(table: string, known: string): Row | undefined {
  const made = NEW_ROWS[table];
  return made === undefined ? undefined : { ...made.fields, ...objectIn(known) };
}

/** What the server calls a new row. */
export function newRowId(table: string, row: Row): string {
  return (NEW_ROWS[table]?.keys ?? ["id"]).map((key) => String(row[key] ?? "")).join("/");
}

/** The object of a text; `undefined` when it is none. */
export function objectIn(text: string): Row | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
  } catch {
    return undefined;
  }
}

/** What turns one row into the other, as the server takes it: `null` removes a field. */
export function patchTo(before: Row, after: Row): Row {
  const gone = Object.keys(before).filter((name) => !(name in after));
  const changed = Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
  return Object.fromEntries([...gone.map((name) => [name, null]), ...changed]);
}
