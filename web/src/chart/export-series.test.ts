import { expect, test } from "vitest";
import { sayIn } from "../i18n/say.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { type ExportedSeries, seriesCsv } from "./export-series.ts";

const point = {
  ...{ at: "2026-11-23T00:00:00.000Z", value: 35, compared: 35, isConverted: false, converted: null, revision: 0 },
  ...{ flag: "N", validity: "valid", limit: 50, verdict: null },
} as const satisfies ComparedPoint;
const series = (points: readonly ComparedPoint[], isLead = false): ExportedSeries => ({
  ...{ points, isLead, outletName: "窑尾", pollutant: "a21026", unit: "mg/m3" },
});
const zh = { say: sayIn("zh"), lang: "zh" } as const;
const en = { say: sayIn("en"), lang: "en" } as const;

test("heads and states of a table are in the reader's language, with outlet, pollutant and unit", () => {
  expect(seriesCsv(series([{ ...point, verdict: "exceeding" }]), zh)).toBe(
    "\uFEFF时间（北京时间）,排口,污染物,监测值（mg/m³）,折算值（mg/m³）,标记,有效性,限值（mg/m³）,判定\r\n2026-11-23 08:00:00,窑尾,SO₂,35,,N,有效,50,超标\r\n",
  );
  expect(seriesCsv(series([point]), en)).toBe(
    "\uFEFFTime (UTC+8),Outlet,Pollutant,Value (mg/m³),Converted (mg/m³),Flag,Validity,Limit (mg/m³),Verdict\r\n2026-11-23 08:00:00,窑尾,SO₂,35,,N,Valid,50,\r\n",
  );
});

test("a boundary hour above its limit is a lead in a table, too", () => {
  expect(seriesCsv(series([{ ...point, verdict: "exceeding" }], true), zh)).toContain("高于限值（线索）");
});

test("a table has columns for what was said beside a value only when something was", () => {
  const said = { ...point, beside: { sampledAt: "2026-11-22T23:50:00.000Z", vendorFlag: "=A1", backfilled: true } } as const;

  expect(
    seriesCsv(series([point, said]), en)
      .split("\r\n")
      .slice(1, 3),
  ).toEqual([
    "2026-11-23 08:00:00,窑尾,SO₂,35,,N,Valid,50,,,,,",
    "2026-11-23 08:00:00,窑尾,SO₂,35,,N,Valid,50,,,2026-11-23 07:50:00,'=A1,yes",
  ]);
});

test("what was not said of a point is an empty cell, and a converted value stands beside the measured one", () => {
  const csv = seriesCsv(series([{ ...point, value: 230.5, converted: 240, limit: null }]), en);

  expect(csv.split("\r\n")[1]).toBe("2026-11-23 08:00:00,窑尾,SO₂,230.5,240,N,Valid,,");
});
