import type { Collection, Field, Row } from "./collection.ts";

/** What a column holds: a text, a finite number (instants in milliseconds, booleans as 0 or 1), or nothing. */
export type ColumnValue = string | number | null;

/** A field that is one column of its own. */
export type ScalarField<R> = Exclude<Field<R>, { readonly type: "texts" }>;

const COMPARED_CHARACTERS = 200;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * The declaration of a field.
 * @throws RangeError when the collection declares no such field: a mistake in the program.
 */
export function fieldOf<R extends Row>(collection: Collection<R>, name: string): Field<R> {
  const field = Object.hasOwn(collection.fields, name) ? collection.fields[name] : undefined;
  if (field === undefined) throw new RangeError(`${collection.name} declares no field ${name}`);
  return field;
}

/**
 * What is stored beside the document for a field.
 * @throws RangeError for a number that is not finite or an instant that is not a safe integer: no database would order
 * it.
 */
export function columnValue<R extends Row>(field: ScalarField<R>, row: R): ColumnValue {
  const value = field.of(row);
  if (value === null) return null;
  if (typeof value === "string") return columnText(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  const isKept = field.type === "instant" ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!isKept) throw new RangeError(`row ${row.id} has a value that cannot be ordered: ${value}`);
  return value;
}

/** The distinct texts of a field of several. */
export function columnTexts<R extends Row>(field: Extract<Field<R>, { readonly type: "texts" }>, row: R): readonly string[] {
  return [...new Set(field.of(row).map(columnText))];
}

/**
 * A text as columns hold and compare it: its first 200 characters, with U+FFFD for a NUL or half a character, which
 * databases refuse. What people write can therefore never stop a commit; the document keeps the text as it is.
 */
export function columnText(text: string): string {
  const clean = text.replace(/\0/g, "\ufffd").replace(LONE_SURROGATES, "\ufffd");
  return clean.length <= COMPARED_CHARACTERS ? clean : [...clean].slice(0, COMPARED_CHARACTERS).join("");
}

/**
 * True for an id that every database keeps and compares as it is: not empty, at most 200 characters, no NUL, no half
 * character.
 */
export function isStorableId(id: string): boolean {
  return id !== "" && id === columnText(id);
}

/** Compares texts by code points, as databases that compare bytes of UTF-8 do; negative when `a` comes first. */
export function compareTexts(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [unitA, unitB] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (unitA !== unitB) return rankOf(unitA) - rankOf(unitB);
  }
  return a.length - b.length;
}

/** Halves of a pair stand for code points beyond all single units. */
function rankOf(unit: number): number {
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  return isHalf ? unit + 0x1_0000 : unit;
}
