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

  expect(checkLimitsFile(file(good), ["C"]).problems).toEqual([]);
  expect(checkLimitsFile(file(noValue), ["C"]).problems).toEqual(["/rows/0: the comparator needs its value"]);
  expect(checkLimitsFile(file({ ...good, pollutant: "so2" }), ["C"]).problems).toEqual([
    "/rows/0/pollutant: not a factor of the tables",
  ]);
  expect(checkLimitsFile(file({ ...good, confidence: "G" }), ["C"]).problems).toEqual([
    "row-1: confidence G does not belong into this file",
  ]);
  expect(checkLimitsFile(file(good, good), ["C"]).problems).toEqual(["row-1: the id stands twice"]);
});
