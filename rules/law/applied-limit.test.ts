import { expect, test } from "vitest";
import { aLimit, day, HOUR_START } from "../../tests/support/hour-facts.ts";
import { isOutside, rowsInForce, toAppliedLimit } from "./applied-limit.ts";

const { value: _, ...WITHOUT_FIGURES } = aLimit();
const RANGE = { ...WITHOUT_FIGURES, id: "range", comparator: "range", min: 6, max: 9, unit: "" } as const;

test("the strictest comes first: the smallest for <=, the largest for >=, and the id settles a tie", () => {
  const upper = [aLimit({ id: "b", value: 200 }), aLimit({ id: "c", value: 100 }), aLimit({ id: "a", value: 200 })];
  const lower = [aLimit({ id: "low", value: 850, comparator: ">=" }), aLimit({ id: "high", value: 900, comparator: ">=" })];
  const order = (limits: typeof upper) =>
    rowsInForce(limits, { basis: "hour-mean", start: HOUR_START, use: "judge" }).map((l) => l.id);

  expect(order(upper)).toEqual(["c", "a", "b"]);
  expect(order(lower)).toEqual(["high", "low"]);
  expect(order([RANGE, ...lower, ...upper])).toEqual(["c", "a", "b", "high", "low", "range"]);
  expect(order([aLimit({ id: "a" }), aLimit({ id: "b" })])).toEqual(["a", "b"]);
  expect(order([aLimit(), aLimit()])).toHaveLength(2);
});

test("the strictest is the strictest in one unit: 100 mg/m3 before 0.2 g/m3, and rows that measure different things stand by their ids", () => {
  const ids = (limits: readonly ReturnType<typeof aLimit>[]) =>
    rowsInForce(limits, { basis: "hour-mean", start: HOUR_START, use: "judge" }).map((l) => l.id);

  expect(ids([aLimit({ id: "a", value: 0.2, unit: "g/m3" }), aLimit({ id: "b", value: 100 })])).toEqual(["b", "a"]);
  expect(ids([aLimit({ id: "b", value: 0.2, unit: "g/m3" }), aLimit({ id: "a", value: 200 })])).toEqual(["a", "b"]);
  expect(ids([aLimit({ id: "b", value: 1, unit: "kg/h" }), aLimit({ id: "a", value: 100 })])).toEqual(["a", "b"]);
});

test("of the rows of a basis those count that are in force at the start, and that may judge or warn as is asked", () => {
  const rows = [
    aLimit({ id: "old", validTo: day("2026-11-23") }),
    aLimit({ id: "now", validFrom: day("2026-11-23"), validTo: day("2026-11-24") }),
    aLimit({ id: "next", validFrom: day("2026-11-24") }),
    aLimit({ id: "unsure", confidence: "S" }),
    aLimit({ id: "unknown", confidence: "G" }),
    aLimit({ id: "day", basis: "day-mean" }),
  ];
  const ids = (use: "judge" | "warn") => rowsInForce(rows, { basis: "hour-mean", start: HOUR_START, use }).map(({ id }) => id);

  expect(ids("judge")).toEqual(["now"]);
  expect(ids("warn")).toEqual(["unsure"]);
});

test("a row without its figures judges nothing", () => {
  const halfRange = { ...WITHOUT_FIGURES, comparator: "range", min: 6 } as const;

  expect(rowsInForce([WITHOUT_FIGURES, halfRange], { basis: "hour-mean", start: HOUR_START, use: "judge" })).toEqual([]);
  expect(isOutside(1e9, WITHOUT_FIGURES)).toBe(false);
  expect(isOutside(-1e9, { ...WITHOUT_FIGURES, comparator: ">=" })).toBe(false);
  expect(isOutside(1e9, { ...WITHOUT_FIGURES, comparator: "range" })).toBe(false);
});

test("a limit is kept with the figures it has and no others", () => {
  expect(toAppliedLimit(RANGE)).toEqual({
    id: "range",
    comparator: "range",
    unit: "",
    source: "permit",
    validFrom: "2025-01-01",
    basis: "hour-mean",
    min: 6,
    max: 9,
  });
});

test("a limit without figures is kept without any, and one of a range that has a value, too, with all of them", () => {
  const { id, comparator, unit, source, validFrom, basis } = aLimit();

  expect(toAppliedLimit(WITHOUT_FIGURES)).toEqual({ id, comparator, unit, source, validFrom, basis });
  expect(toAppliedLimit({ ...RANGE, value: 7 })).toMatchObject({ value: 7, min: 6, max: 9 });
  expect(toAppliedLimit({ ...WITHOUT_FIGURES, comparator: "range", max: 9 })).not.toHaveProperty("min");
});
