import { LIMIT_BASIS_WORDS, OUTLET_KIND_WORDS } from "../../../../words/rules.ts";
import type { Lang } from "../../i18n/say.ts";
import type { RowWordKey } from "./row-words.ts";

type Row = Readonly<Record<string, unknown>>;

/** Values of which one is chosen; what they are called is a word of the form, or of the product's own tables. */
export interface Choices {
  readonly values: readonly string[];
  readonly textOf?: (value: string, lang: Lang) => string;
}

/** How a field is filled in. */
export type FieldKind = "text" | "figure" | "day" | "yes" | "enterprise" | "outlet" | "pollutant" | "unit" | Choices;

/** One field of a row as the form asks for it. */
export interface RowField {
  /** The field of the document; `range.min` for one that lies in another. */
  readonly name: string;
  readonly label: RowWordKey;
  readonly kind: FieldKind;
  readonly isRequired?: true;
  readonly hint?: RowWordKey;
  /** Asked for only where the rest of the row wants it. */
  readonly isAsked?: (values: Row) => boolean;
}

function choicesOf<Value extends string>(words: Readonly<Record<Value, Readonly<Record<Lang, string>>>>): Choices {
  return { values: Object.keys(words), textOf: (value, lang) => words[value as Value]?.[lang] ?? value };
}

const ID: RowField = { name: "id", label: "field.id", kind: "text", isRequired: true, hint: "field.idHint" };
const FROM: RowField = { name: "validFrom", label: "field.validFrom", kind: "day" };
const TO: RowField = { name: "validTo", label: "field.validTo", kind: "day", hint: "field.validToHint" };
const OUTLET: RowField = { name: "outlet", label: "field.outlet", kind: "outlet", isRequired: true };
const ENTERPRISE: RowField = { name: "enterprise", label: "field.enterprise", kind: "enterprise", isRequired: true };
const isRange = ({ comparator }: Row): boolean => comparator === "range";

/** The usual fields of the rows that people write; whatever else a row has is written as JSON. */
export const ROW_FIELDS: Readonly<Record<string, readonly RowField[]>> = {
  enterprises: [
    ID,
    { name: "name", label: "field.name", kind: "text", isRequired: true },
    { name: "uscc", label: "field.uscc", kind: "text" },
    { name: "permit", label: "field.permit", kind: "text" },
    { name: "industry", label: "field.industry", kind: "text" },
    { name: "riskLevel", label: "field.riskLevel", kind: "text" },
    { name: "keySource", label: "field.keySource", kind: "yes" },
  ],
  outlets: [
    ID,
    ENTERPRISE,
    { name: "name", label: "field.name", kind: "text", isRequired: true },
    { name: "code", label: "field.code", kind: "text", isRequired: true, hint: "field.codeHint" },
    { name: "kind", label: "field.kind", kind: choicesOf(OUTLET_KIND_WORDS), isRequired: true },
    FROM,
    TO,
  ],
  channels: [
    OUTLET,
    { name: "device", label: "field.device", kind: "text", isRequired: true },
    { name: "factor", label: "field.factor", kind: "pollutant", isRequired: true },
    { name: "st", label: "field.st", kind: "text", hint: "field.stHint" },
    { name: "unit", label: "field.unit", kind: "unit", isRequired: true },
    { name: "range.min", label: "field.rangeMin", kind: "figure" },
    { name: "range.max", label: "field.rangeMax", kind: "figure" },
    FROM,
    TO,
  ],
  limits: [
    ID,
    OUTLET,
    { name: "pollutant", label: "field.pollutant", kind: "pollutant", isRequired: true },
    { name: "basis", label: "field.basis", kind: choicesOf(LIMIT_BASIS_WORDS), isRequired: true },
    { name: "comparator", label: "field.comparator", kind: { values: ["<=", ">=", "range"] }, isRequired: true },
    { name: "value", label: "field.value", kind: "figure", isRequired: true, isAsked: (values) => !isRange(values) },
    { name: "min", label: "field.min", kind: "figure", isRequired: true, isAsked: isRange },
    { name: "max", label: "field.max", kind: "figure", isRequired: true, isAsked: isRange },
    { name: "unit", label: "field.unit", kind: "unit", isRequired: true },
    { ...FROM, isRequired: true },
    TO,
    { name: "source", label: "field.source", kind: "text", isRequired: true, hint: "field.sourceHint" },
    { name: "confidence", label: "field.confidence", kind: { values: ["C", "S", "G", "D"] }, isRequired: true },
    { name: "converted", label: "field.converted", kind: "yes" },
    { name: "oxygenReference", label: "field.oxygen", kind: "figure", isAsked: ({ converted }) => converted === true },
  ],
  people: [
    ID,
    { name: "name", label: "field.person", kind: "text", isRequired: true },
    { name: "phone", label: "field.phone", kind: "text" },
  ],
};

/** What a form of these fields begins with. */
export function valuesOf(row: Row, fields: readonly RowField[]): Row {
  const values = fields.map(({ name }) => [name, valueAt(row, name.split("."))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null && value !== ""));
}

/**
 * The row with what the form says; what it does not ask for stays, and a field that was emptied is taken out. Where
 * `null` stood for nothing, it stays.
 */
export function rowOf(before: Row, values: Row, fields: readonly RowField[]): Row {
  return fields.reduce((row, { name, isAsked }) => {
    const value = isAsked === undefined || isAsked(values) ? values[name] : undefined;
    return withValue(row, name.split("."), typeof value === "string" ? value.trim() : value);
  }, before);
}

/** The field that a problem of the server points at. */
export function fieldAt(pointer: string, fields: readonly RowField[]): string | undefined {
  const name = pointer.slice(1).replaceAll("/", ".");
  return fields.find((field) => field.name === name || field.name.startsWith(`${name}.`))?.name;
}

function valueAt(row: unknown, [name = "", ...rest]: readonly string[]): unknown {
  const value = typeof row === "object" && row !== null ? (row as Row)[name] : undefined;
  return rest.length === 0 ? value : valueAt(value, rest);
}

function withValue(row: Row, [name = "", ...rest]: readonly string[], value: unknown): Row {
  const inner = rest.length === 0 ? value : withValue((row[name] ?? {}) as Row, rest, value);
  if (!isNothing(inner)) return { ...row, [name]: inner };
  if (!(name in row) || isNothing(row[name])) return row;
  const { [name]: _gone, ...others } = row;
  return others;
}

/** A mark that is not set says as little as a field that is not there. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
