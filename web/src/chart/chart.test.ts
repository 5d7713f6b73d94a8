import { expect, test } from "vitest";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import { type ComparedPoint, comparedPoint, isBeyond } from "./compared-value.ts";
import { limitAt } from "./limit-at.ts";
import { axisTop, calmSide, limitSteps, limitStepsOfPoints, limitsForBasis } from "./limit-steps.ts";
import { escapeHtml } from "./tooltip-html.ts";

const at = (iso: string): number => Date.parse(iso);
const row = (over: Partial<LimitWire>): LimitWire => ({
  id: "l1",
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour-mean",
  readingBasis: "hour",
  comparator: "<=",
  value: 200,
  unit: "mg/m3",
  validFrom: "2025-01-01",
  validTo: null,
  source: "permit",
  confidence: "C",
  ...over,
});
const point = (over: Partial<ComparedPoint>): ComparedPoint => ({
  at: "2026-11-23T00:00:00.000Z",
  value: 230.5,
  converted: null,
  flag: "N",
  validity: "valid",
  limit: 200,
  verdict: "exceeding",
  revision: 1,
  compared: over.value ?? 230.5,
  isConverted: false,
  ...over,
});

test("a limit that changes makes a step at midnight in Beijing", () => {
  const span = { from: at("2026-11-22T08:00:00+08:00"), to: at("2026-11-23T08:00:00+08:00") };
  const rows = [row({ id: "new", validFrom: "2026-11-23" }), row({ id: "old", value: 250, validTo: "2026-11-23" })];

  expect(limitSteps(rows, span).map((s) => [s.from, s.to, s.value])).toEqual([
    [span.from, at("2026-11-23T00:00:00+08:00"), 250],
    [at("2026-11-23T00:00:00+08:00"), span.to, 200],
  ]);
});

test("without the rows, the steps come from the points", () => {
  const points = [
    point({ limit: 250 }),
    point({ at: "2026-11-23T01:00:00.000Z", limit: 200 }),
    point({ at: "2026-11-23T02:00:00.000Z", limit: 200 }),
  ];

  const steps = limitStepsOfPoints(points, { from: at("2026-11-23T00:00:00Z"), to: at("2026-11-23T03:00:00Z") });

  expect(steps.map((s) => [s.value, s.to])).toEqual([
    [250, at("2026-11-23T01:00:00Z")],
    [200, at("2026-11-23T03:00:00Z")],
  ]);
});

test("`validTo` of a limit is exclusive", () => {
  const rows = [row({ validTo: "2026-11-23" })];

  expect(limitAt(rows, at("2026-11-22T23:59:59+08:00"))?.id).toBe("l1");
  expect(limitAt(rows, at("2026-11-23T00:00:00+08:00"))).toBeUndefined();
});

test("the axis always holds the limit, however low the values", () => {
  expect(axisTop([3, 5], [{ from: 0, to: 1, value: 200, source: null, isLower: false }])).toBe(250);
  expect(axisTop([], [])).toBe(1);
  expect(axisTop([85], [])).toBe(100);
});

test("text from a device stays text in a tooltip", () => {
  expect(escapeHtml(`<img src=x onerror="a('b')">&`)).not.toMatch(/[<>"']/);
});

test("a limit on the measured value leaves a converted value beside it", () => {
  expect(comparedPoint(point({ value: 180.2, converted: 230.5 }), [row({})])).toMatchObject({
    compared: 180.2,
    isConverted: false,
  });
});

test("the words of a limit stand where fewer bars rise above it", () => {
  const span = { from: at("2026-11-23T00:00:00Z"), to: at("2026-11-23T06:00:00Z"), value: 200 };
  const high = point({ at: "2026-11-23T01:00:00.000Z", value: 230 });
  const low = point({ at: "2026-11-23T05:00:00.000Z", value: 90 });

  expect(calmSide(span, [high, low])).toBe("right");
  expect(calmSide(span, [low])).toBe("left");
});

test.each([
  [{ comparator: "<=", value: 200, unit: "" }, [200, 200.001], [false, true]],
  [{ comparator: ">=", value: 850, unit: "" }, [850, 849.9], [false, true]],
  [{ comparator: "range", min: 6, max: 9, unit: "" }, [6, 9, 5.9, 9.1], [false, false, true, true]],
  [{ comparator: "range", max: 9, unit: "" }, [0, 9.1], [false, true]],
  [{ comparator: "<=", unit: "" }, [1e9], [false]],
] as const)("a value that equals a limit keeps it: %o", (limit, values, beyond) => {
  expect(values.map((value) => isBeyond(value, limit))).toEqual(beyond);
});

test("a range is drawn at both ends; a row without a figure makes no step, nor does one that ends before the span", () => {
  const span = { from: at("2026-11-22T08:00:00+08:00"), to: at("2026-11-23T08:00:00+08:00") };
  const { value: _value, ...rest } = row({ comparator: "range" });

  expect(limitSteps([{ ...rest, min: 6, max: 9 }], span).map((s) => [s.value, s.isLower])).toEqual([
    [9, false],
    [6, true],
  ]);
  expect(limitSteps([row({ comparator: ">=", value: 850 })], span)).toMatchObject([{ value: 850, isLower: true }]);
  expect(limitSteps([rest, row({ validTo: "2026-11-22" })], span)).toEqual([]);
});

test("where points stop having a limit, the step ends", () => {
  const points = [point({}), point({ at: "2026-11-23T01:00:00.000Z", limit: null })];
  const span = { from: at("2026-11-23T00:00:00Z"), to: at("2026-11-23T03:00:00Z") };

  expect(limitStepsOfPoints(points, span).map((s) => [s.from, s.to])).toEqual([[span.from, at("2026-11-23T01:00:00Z")]]);
});

test("a chart shows the limits that are about its readings, and no other", () => {
  const rows = [
    row({ id: "hour" }),
    row({ id: "day", basis: "day-mean", readingBasis: "day" }),
    row({ id: "momentary", basis: "instant", readingBasis: "realtime" }),
    row({ id: "five minutes", basis: "furnace-temperature-5min", readingBasis: null }),
  ];

  expect((["realtime", "minute", "hour", "day"] as const).map((basis) => limitsForBasis(rows, basis).map((r) => r.id))).toEqual([
    ["momentary"],
    [],
    ["hour"],
    ["day"],
  ]);
});
