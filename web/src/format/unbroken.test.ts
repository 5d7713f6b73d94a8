import { expect, test } from "vitest";
import { unbrokenPieces } from "./unbroken.ts";

const wholeOf = (text: string): readonly string[] =>
  unbrokenPieces(text).flatMap(({ piece, isWhole }) => (isWhole ? [piece] : []));

test("dates, periods of hours and figures with their units stay on one line, in both languages", () => {
  expect(
    wholeOf("2026-11-30 09:00-10:00 南厂界 NMHC 边界小时均值 3.842 mg/m³，高于限值 2 mg/m³（许可证，2025-01-01 起）"),
  ).toEqual(["2026-11-30", "09:00-10:00", "3.842 mg/m³", "2 mg/m³", "2025-01-01"]);
  expect(wholeOf("COD day mean 26.9 mg/L, above ≤ 25 mg/L at 40 %")).toEqual(["26.9 mg/L", "≤ 25 mg/L", "40 %"]);
});

test("the pieces put together are the sentence, and a sentence without such things is one piece", () => {
  const text = "2025-01-01 起，有效分钟 60/60";

  expect(unbrokenPieces(text).map(({ piece }) => piece)).toEqual(["2025-01-01", " 起，有效分钟 60/60"]);
  expect(unbrokenPieces("有效")).toEqual([{ at: 0, piece: "有效", isWhole: false }]);
  expect(unbrokenPieces("")).toEqual([]);
});
