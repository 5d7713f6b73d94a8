import { expect, test } from "vitest";
import { checkLawRows, type LawRow } from "./law-rows.ts";

const GOOD: LawRow = {
  id: "row-1",
  standard: "S",
  table: "1",
  appliesTo: {},
  outletKind: "stack",
  pollutant: "a21026",
  basis: "hour-mean",
  comparator: "<=",
  value: 1,
  unit: "mg/m3",
  oxygenReference: null,
  validFrom: null,
  validTo: null,
  confidence: "C",
};

const problemsOf = (...rows: readonly LawRow[]) => checkLawRows(rows, ["C"]).map((p) => [p.pointer, p.code]);

test("rows that hold to the rules of their file have no problems", () => {
  const { value: _without, ...noValue } = GOOD;

  expect(problemsOf()).toEqual([]);
  expect(problemsOf(GOOD, { ...noValue, id: "row-2", comparator: "range", min: 6, max: 9 })).toEqual([]);
  expect(problemsOf({ ...GOOD, validFrom: "2024-02-29", validTo: "2025-01-01" })).toEqual([]);
});

test("a comparator without its figure is named by the row", () => {
  const { value: _without, ...noValue } = GOOD;

  expect(problemsOf(noValue)).toEqual([["/rows/0", "comparator-without-value"]]);
  expect(problemsOf({ ...GOOD, comparator: "range", min: 6 })).toEqual([["/rows/0", "comparator-without-value"]]);
  expect(problemsOf({ ...GOOD, comparator: "range", max: 9 })).toEqual([["/rows/0", "comparator-without-value"]]);
});

test("a factor that no table has and a day that no calendar has are named by their fields", () => {
  expect(problemsOf({ ...GOOD, pollutant: "so2" })).toEqual([["/rows/0/pollutant", "not-a-factor"]]);
  expect(problemsOf({ ...GOOD, validFrom: "2025-02-30", validTo: "soon" })).toEqual([
    ["/rows/0/validFrom", "not-a-date"],
    ["/rows/0/validTo", "not-a-date"],
  ]);
});

test("an id that stands twice is named at its second row, and a row of the other file by its confidence", () => {
  expect(checkLawRows([GOOD, GOOD], ["C"])).toEqual([{ pointer: "/rows/1/id", code: "row-twice", facts: { id: "row-1" } }]);
  expect(checkLawRows([{ ...GOOD, confidence: "G" }], ["C"])).toEqual([
    { pointer: "/rows/0/confidence", code: "confidence-of-other-file", facts: { id: "row-1", confidence: "G" } },
  ]);
  expect(checkLawRows([{ ...GOOD, confidence: "G" }], ["S", "G"])).toEqual([]);
});
