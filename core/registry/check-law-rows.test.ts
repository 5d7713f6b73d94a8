import { expect, test } from "vitest";
import { day } from "../../tests/support/hour-facts.ts";
import { aLawRow } from "../../tests/support/law-facts.ts";
import { checkLawRows } from "./check-law-rows.ts";
import type { LawRow } from "./law-row.ts";

const GOOD = aLawRow();

const problemsOf = (...rows: readonly LawRow[]) => checkLawRows(rows, ["C"]).map((p) => [p.pointer, p.code]);

test("rows that hold to the rules of their file have no problems", () => {
  const { value: _without, ...noValue } = GOOD;

  expect(problemsOf()).toEqual([]);
  expect(problemsOf(GOOD, { ...noValue, id: "row-2", comparator: "range", min: 6, max: 9 })).toEqual([]);
  expect(problemsOf({ ...GOOD, validFrom: day("2024-02-29"), validTo: day("2025-01-01") })).toEqual([]);
});

test("a comparator without its figure is named by the row", () => {
  const { value: _without, ...noValue } = GOOD;

  expect(problemsOf(noValue)).toEqual([["/rows/0", "comparator-without-value"]]);
  expect(problemsOf({ ...GOOD, comparator: "range", min: 6 })).toEqual([["/rows/0", "comparator-without-value"]]);
  expect(problemsOf({ ...GOOD, comparator: "range", max: 9 })).toEqual([["/rows/0", "comparator-without-value"]]);
});

test("a factor that no table has and a day that no calendar has are named by their fields", () => {
  expect(problemsOf({ ...GOOD, pollutant: "so2" })).toEqual([["/rows/0/pollutant", "not-a-factor"]]);
  expect(problemsOf({ ...GOOD, validFrom: day("2025-02-30"), validTo: day("soon") })).toEqual([
    ["/rows/0/validFrom", "not-a-date"],
    ["/rows/0/validTo", "not-a-date"],
  ]);
  expect(problemsOf({ ...GOOD, appliesTo: { builtAfter: day("2014-13-01"), builtBefore: day("2014-06-31") } })).toEqual([
    ["/rows/0/appliesTo/builtAfter", "not-a-date"],
    ["/rows/0/appliesTo/builtBefore", "not-a-date"],
  ]);
});

test("a row without a factor says what its substance is, and a condition names a factor", () => {
  const when = { pollutant: "water", comparator: ">", value: 12, unit: "°C" } as const;

  expect(problemsOf({ ...GOOD, pollutant: null })).toEqual([["/rows/0/pollutant", "not-a-factor"]]);
  expect(problemsOf({ ...GOOD, pollutant: null, substance: { zh: "臭气浓度", en: "odour" } })).toEqual([]);
  expect(problemsOf({ ...GOOD, when })).toEqual([["/rows/0/when/pollutant", "not-a-factor"]]);
  expect(problemsOf({ ...GOOD, when: { ...when, pollutant: "w01010" } })).toEqual([]);
});

test("a range from above to below, an end before its beginning, and rounding without its decimals are named", () => {
  const { value: _without, ...noValue } = GOOD;

  expect(problemsOf({ ...noValue, comparator: "range", min: 9, max: 6 })).toEqual([["/rows/0/min", "min-above-max"]]);
  expect(problemsOf({ ...GOOD, validFrom: day("2026-03-01"), validTo: day("2026-03-01") })).toEqual([
    ["/rows/0/validFrom", "valid-from-after-valid-to"],
  ]);
  expect(problemsOf({ ...GOOD, compare: "rounded" })).toEqual([["/rows/0/decimals", "rounding-without-decimals"]]);
  expect(problemsOf({ ...GOOD, decimals: 1 })).toEqual([["/rows/0/decimals", "rounding-without-decimals"]]);
  expect(problemsOf({ ...GOOD, value: 0.55, compare: "rounded", decimals: 1 })).toHaveLength(1);
  expect(problemsOf({ ...GOOD, value: 0.5, compare: "rounded", decimals: 1 })).toEqual([]);
});

test("only general knowledge may be without its figure", () => {
  const { value: _without, ...noValue } = GOOD;

  expect(checkLawRows([{ ...noValue, confidence: "G" }], ["G"])).toEqual([]);
  expect(checkLawRows([{ ...noValue, confidence: "S" }], ["S"])).toMatchObject([{ code: "comparator-without-value" }]);
});

test("an id that stands twice is named at its second row, and a row of the other file by its confidence", () => {
  expect(checkLawRows([GOOD, GOOD], ["C"])).toEqual([{ pointer: "/rows/1/id", code: "row-twice", facts: { id: "row-1" } }]);
  expect(checkLawRows([{ ...GOOD, confidence: "G" }], ["C"])).toEqual([
    { pointer: "/rows/0/confidence", code: "confidence-of-other-file", facts: { id: "row-1", confidence: "G" } },
  ]);
  expect(checkLawRows([{ ...GOOD, confidence: "G" }], ["S", "G"])).toEqual([]);
});
