import { expect, test } from "vitest";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesPointWire, SeriesWire } from "../../../api/resources/outlets/schema.ts";
import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";
import { buildModel, type ChartAnswers } from "./build-model.ts";
import type { Layer } from "./chart-model.ts";

const FROM = Date.parse("2026-11-23T00:00:00.000Z");
const HOUR = 3_600_000;
const iso = (hours: number): string => new Date(FROM + hours * HOUR).toISOString();
const limit: LimitWire = {
  id: "l1",
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour-mean",
  readingBasis: "hour",
  comparator: "<=",
  value: 100,
  unit: "mg/m3",
  validFrom: "2025-01-01",
  validTo: null,
  source: "permit",
  confidence: "C",
};
const point = (hours: number, value: number, over: Partial<SeriesPointWire> = {}): SeriesPointWire => ({
  at: iso(hours),
  value,
  converted: null,
  flag: "N",
  validity: "valid",
  limit: 100,
  verdict: null,
  revision: 0,
  ...over,
});
const series = (basis: SeriesWire["basis"], points: SeriesPointWire[]): SeriesWire => ({
  outlet: "e1-DA001",
  pollutant: "a21026",
  unit: "mg/m3",
  basis,
  thinned: false,
  readTo: null,
  missing: null,
  empty: null,
  points,
});
const declaration = (from: number, to: number, pollutants: string[] = []): DeclarationWire => ({
  id: `d${from}`,
  enterprise: "e1",
  enterpriseName: "演示水泥厂",
  outlets: ["e1-DA001"],
  outletNames: ["窑尾"],
  pollutants,
  cause: "maintenance",
  from: iso(from),
  to: iso(to),
  measures: "封闭",
  note: "",
  state: "submitted",
  submittedAt: iso(-24),
  submittedBy: "u1",
  ...{ decidedRole: null, past: "none", countsFrom: null, turn: null },
  submittedByName: "演示甲",
  answerDueAt: iso(-20),
  decidedAt: null,
  decidedBy: null,
  decidedByName: null,
  reason: null,
});
const shape = {
  basis: "hour",
  from: FROM,
  to: FROM + 4 * HOUR,
  layers: new Set<Layer>(),
  focus: null,
  cases: [],
  pollutant: "a21026",
} as const;
const answers = (over: Partial<ChartAnswers> = {}): ChartAnswers => ({
  series: series("hour", [point(0, 50), point(1, 150, { flag: "C" })]),
  realtime: undefined,
  minutes: undefined,
  limits: [limit],
  findings: [],
  declarations: [],
  ...over,
});

test("the axis holds the limit and the values that count, not a flagged one", () => {
  const model = buildModel(shape, answers());

  expect(model.steps).toEqual([{ from: FROM, to: FROM + 4 * HOUR, value: 100, source: "permit", isLower: false }]);
  expect(model.top).toBe(120);
  expect(model.points.map((p) => p.compared)).toEqual([50, 150]);
});

test("what is above a limit of the boundary is a lead", () => {
  const leadUnder = (basis: LimitWire["basis"]): boolean => buildModel(shape, answers({ limits: [{ ...limit, basis }] })).isLead;

  expect((["hour-mean", "day-mean", "boundary-hour-mean", "boundary-difference"] as const).map(leadUnder)).toEqual([
    ...[false, false, true, true],
  ]);
});

test("where limits cannot be asked for, the steps are those of the points", () => {
  expect(buildModel(shape, answers({ limits: [] })).steps).toEqual([
    { from: FROM, to: FROM + 4 * HOUR, value: 100, source: null, isLower: false },
  ]);
});

test("the thin line is realtime, and minute means where no realtime came", () => {
  const { line } = buildModel(
    shape,
    answers({
      realtime: series("realtime", [point(0, 40), point(0.01, 41)]),
      minutes: series("minute", [point(0, 42), point(2, 43)]),
    }),
  );

  expect(line.map((p) => [p.basis, p.value])).toEqual([
    ["realtime", 40],
    ["realtime", 41],
    ["minute", 43],
  ]);
});

test("a declaration stands in a chart when it touches its span and its pollutant", () => {
  const declarations = [declaration(-2, 0), declaration(1, 2), declaration(2, 3, ["a21002"]), declaration(3, 9, ["a21026"])];

  expect(buildModel(shape, answers({ declarations })).declarations.map((d) => d.id)).toEqual(["d1", "d3"]);
});

// Behaviour
test("the limit of an hour is never drawn beside moments, minutes or days, and the chart knows whose limit it is", () => {
  const under = (basis: SeriesWire["basis"], rows: readonly LimitWire[]) =>
    buildModel({ ...shape, basis }, answers({ series: series(basis, [point(0, 50, { limit: null })]), limits: rows }));
  const momentary: LimitWire = { ...limit, id: "l2", basis: "instant", readingBasis: "realtime", value: 300 };

  for (const basis of ["realtime", "minute", "day"] as const) {
    expect(under(basis, [limit])).toMatchObject({ steps: [], otherLimits: ["hour"], top: 60 });
  }
  expect(under("realtime", [limit, momentary]).steps.map((step) => step.value)).toEqual([300]);
  expect(under("hour", [limit])).toMatchObject({ otherLimits: [], top: 120 });
});

test("a figure is converted as the limit of its pollutant asks, whatever readings that limit is about", () => {
  const realtime = series("realtime", [point(0, 50, { converted: 60, limit: null })]);
  const model = buildModel(
    { ...shape, basis: "realtime" },
    answers({ series: realtime, limits: [{ ...limit, converted: true }] }),
  );

  expect(model.points).toMatchObject([{ compared: 60, isConverted: true }]);
});
