import { expect, test } from "vitest";
import { aNote, NOTES, type Note } from "../../tests/support/notes.ts";
import { instant } from "../time.ts";
import type { Collection } from "./collection.ts";
import { columnText, columnValue, compareTexts, isStorableId, type ScalarField } from "./column-value.ts";
import { orderOf } from "./row-order.ts";

test("an order by a field that has none is a mistake in the program", () => {
  const wrong: Collection<Note> = { ...NOTES, orders: { byKind: { field: "kind", direction: "ascending" } } };

  expect(() => orderOf(wrong, "byKind")).toThrow(RangeError);
});

test.each<[string, keyof typeof NOTES.fields, Partial<Note>]>([
  ["a number that is not finite", "amount", { amount: Number.POSITIVE_INFINITY }],
  ["NaN", "amount", { amount: Number.NaN }],
  ["an instant between two milliseconds", "changedAt", { changedAt: instant(1.5) }],
])("%s is refused as a column: no database would order it", (_what, field, over) => {
  expect(() => columnValue(NOTES.fields[field] as ScalarField<Note>, aNote("a", over))).toThrow(RangeError);
});

test("a cursor is letters, digits, hyphens, dots and underscores, whatever the id", () => {
  const order = orderOf(NOTES, "largest");
  const place = { value: -0.5, id: "案 件/1%20_a.b𠮷" };

  const cursor = order.cursorAt(place);

  expect(cursor).toMatch(/^[A-Za-z0-9._-]+$/);
  expect(order.placeAt(cursor)).toEqual(place);
});

test("texts are cut to 200 characters without cutting a character in half", () => {
  expect(columnText("𠮷".repeat(250))).toBe("𠮷".repeat(200));
  expect(columnText("𠮷".repeat(150))).toBe("𠮷".repeat(150));
});

test.each(["", "a\0", "\ud800", "a".repeat(201)])("%j is no id that can be stored", (id) => {
  expect(isStorableId(id)).toBe(false);
});

test("a text comes before the texts that begin with it", () => {
  expect(compareTexts("ab", "abc")).toBeLessThan(0);
  expect(compareTexts("abc", "ab")).toBeGreaterThan(0);
  expect(compareTexts("ab", "ab")).toBe(0);
});
