import { expect, test } from "vitest";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import { sayIn } from "../i18n/say.ts";
import { type ComparedPoint, comparedPoint } from "./compared-value.ts";
import { csvCell, seriesCsv } from "./export-series.ts";
import { limitAt } from "./limit-at.ts";
import { axisTop, calmSide, limitSteps, limitStepsOfPoints } from "./limit-steps.ts";
import { escapeHtml } from "./tooltip-html.ts";
import { pointSentence } from "./verdict-text.ts";

const at = (iso: string): number => Date.parse(iso);
const row = (over: Partial<LimitWire>): LimitWire => ({
  id: "l1",
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour-mean",
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
const FACTS = { outletName: "窑尾", pollutant: "a21026", unit: "mg/m3", basis: "hour", limits: [row({})] } as const;
const ZH = { say: sayIn("zh"), lang: "zh" } as const;

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
  expect(axisTop([3, 5], [{ from: 0, to: 1, value: 200, source: null }])).toBe(250);
  expect(axisTop([], [])).toBe(1);
});

test("a verdict is a sentence with period, value, limit, source and validity", () => {
  expect(pointSentence(point({}), FACTS, ZH)).toBe(
    "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 230.5 mg/m³，高于限值 200 mg/m³（排污许可证，2025-01-01 起）。有效，无标记，未折算。",
  );
});

test("an hour that cannot be judged says why and is never said to exceed", () => {
  const sentence = pointSentence(point({ verdict: "cannot-judge", validity: "too-few", flag: "C" }), FACTS, ZH);

  expect(sentence).toContain("无法判定（有效分钟不足）");
  expect(sentence).toContain("标记 C（校准）");
  expect(sentence).not.toContain("高于");
});

test("an exported cell cannot become a formula and keeps its quotes", () => {
  expect(csvCell("=1+1")).toBe("'=1+1");
  expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
  expect(csvCell(-3.5)).toBe("-3.5");
});

test("an export has Beijing time and opens as UTF-8", () => {
  const csv = seriesCsv([point({})], "mg/m³");

  expect(csv.startsWith("\uFEFF")).toBe(true);
  expect(csv.split("\r\n")[1]).toBe("2026-11-23 08:00:00,230.5,,N,valid,200,exceeding");
});

test("text from a device stays text in a tooltip", () => {
  expect(escapeHtml(`<img src=x onerror="a('b')">&`)).not.toMatch(/[<>"']/);
});

test("a limit that asks for the converted value is compared with it, and the sentence says which value it means", () => {
  const limits = [row({ converted: true })];
  const compared = comparedPoint(point({ value: 180.2, converted: 230.5, verdict: "exceeding" }), limits);

  expect(compared).toMatchObject({ compared: 230.5, isConverted: true });
  expect(pointSentence(compared, { ...FACTS, limits }, ZH)).toBe(
    "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值（折算） 230.5 mg/m³，高于限值 200 mg/m³（排污许可证，2025-01-01 起）。有效，无标记，实测值 180.2。",
  );
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
