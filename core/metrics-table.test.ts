import { expect, test } from "vitest";
import { METRICS, type MetricRow } from "./metrics-table.ts";

const ROWS = Object.entries<MetricRow>(METRICS);

test.each(ROWS)("the metric %s says in a sentence what it tells", (_, { help, label }) => {
  expect(help).toMatch(/^(\d |[A-Z]).{15,}[^.]$/);
  if (label !== undefined) expect(label.trim()).not.toBe("");
});

test.each(ROWS)("the metric %s is named as Prometheus asks: small letters, and _total on counters alone", (name, { kind }) => {
  expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(name.endsWith("_total")).toBe(kind === "counter");
});

test("the table is in the order of the names, so that a row is found and no name stands twice", () => {
  const names = ROWS.map(([name]) => name);

  expect(names).toEqual(names.toSorted());
});
