import { expect, test } from "vitest";
import { sayIn } from "../i18n/say.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { comparedDaysCsv, type ExportedSeries, seriesCsv } from "./export-series.ts";

const point = {
  ...{ at: "2026-11-23T00:00:00.000Z", value: 35, compared: 35, isConverted: false, converted: null, revision: 0 },
  ...{ flag: "N", validity: "valid", limit: 50, verdict: null },
} as const satisfies ComparedPoint;
const FROM = Date.parse("2026-11-22T16:00:00.000Z");
const series = (points: readonly ComparedPoint[], isLead = false): ExportedSeries => ({
  ...{ points, isLead, outletName: "窑尾", pollutant: "a21026", unit: "mg/m3", basis: "hour", from: FROM },
});
const zh = { say: sayIn("zh"), lang: "zh" } as const;
const en = { say: sayIn("en"), lang: "en" } as const;

// Behaviour
test("a table has its heads and states in the reader's language, with outlet, pollutant, kind of value, unit and limit", () => {
  expect(seriesCsv([series([{ ...point, verdict: "exceeding" }])], zh)).toBe(
    "\uFEFF时间（北京时间）,排口,污染物,数据类型,单位,监测值,折算值,标记,有效性,限值,判定\r\n2026-11-23 08:00:00,窑尾,SO₂,小时均值,mg/m³,35,,N,有效,50,超标\r\n",
  );
  expect(seriesCsv([series([point])], en)).toBe(
    "\uFEFFTime (UTC+8),Outlet,Pollutant,Kind of value,Unit,Value,Converted,Flag,Validity,Limit,Verdict\r\n2026-11-23 08:00:00,窑尾,SO₂,hour mean,mg/m³,35,,N,Valid,50,\r\n",
  );
});

test("several quantities stand below one another, each with its own unit", () => {
  const oxygen = { ...series([{ ...point, value: 10.5, limit: null }]), pollutant: "a19001", unit: "%" };

  expect(linesOf(seriesCsv([series([point]), oxygen], zh))).toEqual([
    "2026-11-23 08:00:00,窑尾,SO₂,小时均值,mg/m³,35,,N,有效,50,",
    "2026-11-23 08:00:00,窑尾,O₂,小时均值,%,10.5,,N,有效,,",
  ]);
});

test("two days stand side by side by their time of day, with empty cells where only one has a value", () => {
  const before = { ...series([{ ...point, at: "2026-11-22T00:00:00.000Z", value: 30 }]), from: FROM - 86_400_000 };
  const today = series([
    { ...point, verdict: "compliant" },
    { ...point, at: "2026-11-23T01:00:00.000Z", value: 40 },
  ]);

  expect(comparedDaysCsv([[today, before]], zh)).toBe(
    [
      "\uFEFF时刻（北京时间）,排口,污染物,数据类型,单位,2026-11-23 监测值,2026-11-23 折算值,2026-11-23 标记,2026-11-23 有效性,2026-11-23 限值,2026-11-23 判定," +
        "2026-11-22 监测值,2026-11-22 折算值,2026-11-22 标记,2026-11-22 有效性,2026-11-22 限值,2026-11-22 判定",
      "08:00:00,窑尾,SO₂,小时均值,mg/m³,35,,N,有效,50,达标,30,,N,有效,50,",
      "09:00:00,窑尾,SO₂,小时均值,mg/m³,40,,N,有效,50,,,,,,,",
      "",
    ].join("\r\n"),
  );
});

test("of several quantities that are compared each has its rows below the one before, under the same two days", () => {
  const before = { ...series([{ ...point, at: "2026-11-22T00:00:00.000Z", value: 30 }]), from: FROM - 86_400_000 };
  const oxygen = (day: ExportedSeries): ExportedSeries => ({
    ...{ ...day, pollutant: "a19001", unit: "%" },
    points: day.points.map((p) => ({ ...p, value: p.value / 10, limit: null })),
  });
  const today = series([point]);
  const nothing = { ...oxygen(before), points: [] };

  expect(
    linesOf(
      comparedDaysCsv(
        [
          [today, before],
          [oxygen(today), oxygen(before)],
          [oxygen(today), nothing],
        ],
        zh,
      ),
    ),
  ).toEqual([
    "08:00:00,窑尾,SO₂,小时均值,mg/m³,35,,N,有效,50,,30,,N,有效,50,",
    "08:00:00,窑尾,O₂,小时均值,%,3.5,,N,有效,,,3,,N,有效,,",
    "08:00:00,窑尾,O₂,小时均值,%,3.5,,N,有效,,,,,,,,",
  ]);
});

test("a boundary hour above its limit is a lead in a table, too", () => {
  expect(seriesCsv([series([{ ...point, verdict: "exceeding" }], true)], zh)).toContain("高于限值（线索）");
});

test("a table has columns for what was said beside a value only when something was", () => {
  const said = { ...point, beside: { sampledAt: "2026-11-22T23:50:00.000Z", vendorFlag: "=A1", backfilled: true } } as const;

  expect(linesOf(seriesCsv([series([point, said])], en))).toEqual([
    "2026-11-23 08:00:00,窑尾,SO₂,hour mean,mg/m³,35,,N,Valid,50,,,,,",
    "2026-11-23 08:00:00,窑尾,SO₂,hour mean,mg/m³,35,,N,Valid,50,,,2026-11-23 07:50:00,'=A1,yes",
  ]);
});

test("what was not said of a point is an empty cell, and a converted value stands beside the measured one", () => {
  const csv = seriesCsv([series([{ ...point, value: 230.5, converted: 240, limit: null }])], en);

  expect(linesOf(csv)).toEqual(["2026-11-23 08:00:00,窑尾,SO₂,hour mean,mg/m³,230.5,240,N,Valid,,"]);
});

/** The rows below the head. */
function linesOf(csv: string): readonly string[] {
  return csv.split("\r\n").slice(1, -1);
}
