import type { Collection, Condition, Field, Row, Where } from "./collection.ts";
import { columnText, columnTexts, columnValue, fieldOf } from "./column-value.ts";

/**
 * A condition as every store works it off: on a declared field, with values of the field's type as columns hold them.
 */
export type Test =
  | { readonly kind: "in"; readonly field: string; readonly values: readonly (string | number)[]; readonly isNegated: boolean }
  | { readonly kind: "range"; readonly field: string; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "missing"; readonly field: string }
  | { readonly kind: "any"; readonly sets: readonly (readonly Test[])[] };

/**
 * Brings conditions into the form that stores work off. A value of another type than the field's meets nothing and is
 * left out.
 * @throws RangeError for an unknown field, a range on a field without an order, or a bound that is not finite: mistakes
 * in the program.
 */
export function testsOf<R extends Row>(collection: Collection<R>, where: Where): readonly Test[] {
  return where.map((condition) => testOf(collection, condition));
}

function testOf<R extends Row>(collection: Collection<R>, condition: Condition): Test {
  if ("any" in condition) return { kind: "any", sets: condition.any.map((set) => testsOf(collection, set)) };
  const field = fieldOf(collection, condition.field);
  const name = condition.field;
  if ("in" in condition) return { kind: "in", field: name, values: valuesOf(field, condition.in), isNegated: false };
  if ("notIn" in condition) return { kind: "in", field: name, values: valuesOf(field, condition.notIn), isNegated: true };
  if ("missing" in condition) return { kind: "missing", field: name };
  if (field.type !== "number" && field.type !== "instant") throw new RangeError(`a range on ${name}, which is a ${field.type}`);
  return { kind: "range", field: name, from: boundOf(field, condition.from), to: boundOf(field, condition.to) };
}

function valuesOf<R>(field: Field<R>, values: readonly (string | number | boolean)[]): readonly (string | number)[] {
  const kept = values.flatMap((value) => columnForm(field, value) ?? []);
  return [...new Set(kept)];
}

function columnForm<R>(field: Field<R>, value: string | number | boolean): string | number | undefined {
  switch (field.type) {
    case "text":
    case "texts":
      return typeof value === "string" ? columnText(value) : undefined;
    case "boolean":
      return typeof value === "boolean" ? Number(value) : undefined;
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    case "instant":
      return Number.isSafeInteger(value) ? Number(value) : undefined;
  }
}

/** Instants are whole: `>= 1.5` is `>= 2`, and `< 1.5` is `< 2`. */
function boundOf<R>(field: Field<R>, bound: number | undefined): number | null {
  if (bound === undefined) return null;
  if (!Number.isFinite(bound)) throw new RangeError(`a range ends at ${bound}`);
  if (field.type === "number") return bound;
  return Math.min(Math.max(Math.ceil(bound), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** True when the row passes every test. */
export function passes<R extends Row>(collection: Collection<R>, row: R, tests: readonly Test[]): boolean {
  return tests.every((test) => passesOne(collection, row, test));
}

function passesOne<R extends Row>(collection: Collection<R>, row: R, test: Test): boolean {
  if (test.kind === "any") return test.sets.some((set) => passes(collection, row, set));
  const values = valuesIn(fieldOf(collection, test.field), row);
  switch (test.kind) {
    case "in":
      return values.some((value) => test.values.includes(value)) !== test.isNegated;
    case "missing":
      return values.length === 0;
    case "range":
      return values.some((value) => isWithin(Number(value), test));
  }
}

function isWithin(value: number, { from, to }: { readonly from: number | null; readonly to: number | null }): boolean {
  return (from === null || value >= from) && (to === null || value < to);
}

function valuesIn<R extends Row>(field: Field<R>, row: R): readonly (string | number)[] {
  if (field.type === "texts") return columnTexts(field, row);
  const value = columnValue(field, row);
  return value === null ? [] : [value];
}
