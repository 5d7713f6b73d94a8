import { expect, test } from "vitest";
import { movedCursor } from "./moved-cursor.ts";

const IDS = ["a", "b", "c"];

test.each([
  ["j", "a", "b"],
  ["j", "c", "c"],
  ["k", "c", "b"],
  ["k", "a", "a"],
  ["j", undefined, "a"],
  ["k", undefined, "a"],
  ["j", "gone", "a"],
])("%s with the cursor on %s moves it to %s", (key, cursor, next) => {
  expect(movedCursor(key, IDS, cursor)).toBe(next);
});

test("an empty list has no row for the cursor, and other keys do not move it", () => {
  expect(movedCursor("j", [], undefined)).toBeUndefined();
  expect(movedCursor("x", IDS, "a")).toBeNull();
});
