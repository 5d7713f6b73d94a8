import { expect, test } from "vitest";
import { checkLimitsFile, LIMIT_FILES, readLimitsFile } from "./limits-file.ts";

test.each(LIMIT_FILES)("the shipped file $file holds to its schema and to its confidences", ({ file, confidences }) => {
  const { rows, problems } = checkLimitsFile(readLimitsFile(file), confidences);

  expect(problems).toEqual([]);
  expect(rows.length).toBeGreaterThan(90);
});

test("a row of another form is named, and a row of the right form is held to the rules of its file", () => {
  const document = JSON.parse(readLimitsFile("limits.verified.json")) as { readonly rows: readonly object[] };
  const [good] = document.rows;
  const problemsOf = (...rows: readonly object[]) =>
    checkLimitsFile(JSON.stringify({ ...document, rows }), ["C"]).problems.map((p) => [p.pointer, p.code]);

  expect(problemsOf({ ...good, pollutant: 7 })).toEqual([["/rows/0/pollutant", "wrong-type"]]);
  expect(problemsOf({ ...good, pollutant: "so2" })).toEqual([["/rows/0/pollutant", "not-a-factor"]]);
});
