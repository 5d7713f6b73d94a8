import { expect, test } from "vitest";
import { checkLimitsFile, LIMIT_FILES, readLimitsFile } from "./limits-file.ts";

test.each(LIMIT_FILES)("the shipped file $file holds to its schema and to its confidences", ({ file, confidences }) => {
  const { rows, problems } = checkLimitsFile(readLimitsFile(file), confidences);

  expect(problems).toEqual([]);
  expect(rows.length).toBeGreaterThan(20);
});

test("a row without a figure, with an unknown factor, or in the wrong file is named", () => {
  const good = {
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
  const file = (...rows: object[]): string => JSON.stringify({ schema: "outfall/limits/1", about: "", rows });
  const { value: _without, ...noValue } = good;

  const problemsOf = (...rows: object[]) => checkLimitsFile(file(...rows), ["C"]).problems.map((p) => [p.pointer, p.code]);

  expect(problemsOf(good)).toEqual([]);
  expect(problemsOf(noValue)).toEqual([["/rows/0", "comparator-without-value"]]);
  expect(problemsOf({ ...good, pollutant: "so2" })).toEqual([["/rows/0/pollutant", "not-a-factor"]]);
  expect(problemsOf({ ...good, confidence: "G" })).toEqual([["/rows/0/confidence", "confidence-of-other-file"]]);
  expect(problemsOf(good, good)).toEqual([["/rows/1/id", "row-twice"]]);
});
