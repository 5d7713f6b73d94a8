import { expect, test } from "vitest";
import { sayIn } from "../i18n/say.ts";
import type { ChartModel } from "./chart-model.ts";
import { chartFileName, chartLabel, chartSpan, chartTitle } from "./chart-titles.ts";
import type { Panel } from "./panel.ts";

const DAY = 86_400_000;
/** Midnight in Beijing. */
const FROM = Date.parse("2026-11-22T16:00:00.000Z");
const WHOLE = { from: FROM, to: FROM + DAY };
const zh = { say: sayIn("zh"), lang: "zh" } as const;
const en = { say: sayIn("en"), lang: "en" } as const;
const panel = (pollutant: string, from = FROM): Panel => ({
  model: { ...{ pollutant, basis: "hour", from, to: from + DAY }, points: [{ compared: 12.345 }] } as unknown as ChartModel,
  facts: { outletName: "窑尾 1/2", pollutant, unit: "", basis: "hour", limits: [] },
});
const days = { ...panel("a21026"), other: panel("a21026", FROM - DAY) };

test("a title names outlet, quantities and what kind of values; the span ends at 24:00 of its last day", () => {
  expect(chartTitle([panel("a21026"), panel("a19001")], zh)).toBe("窑尾 1/2 SO₂、O₂ 小时均值");
  expect(chartTitle([panel("a21026")], en)).toBe("窑尾 1/2 SO₂, hour mean");
  expect(chartSpan([panel("a21026")], WHOLE, zh)).toBe("2026-11-23 00:00 至 2026-11-23 24:00（北京时间）");
  expect(chartSpan([panel("a21026")], { from: FROM, to: FROM + 90 * 60_000 }, en)).toBe(
    "2026-11-23 00:00 to 2026-11-23 01:30 (Beijing time)",
  );
});

test("two days that are compared are named both", () => {
  expect(chartSpan([days], WHOLE, zh)).toBe("2026-11-23 与 2026-11-22 对比（北京时间）");
  expect(chartFileName([days], WHOLE, zh)).toBe("窑尾 1_2-SO₂-hour-2026-11-230000-2026-11-22");
});

test("a file is named after what is in it, and who does not see the chart hears what it shows", () => {
  expect(chartFileName([panel("a21026"), panel("a19001")], WHOLE, en)).toBe("窑尾 1_2-SO₂-O₂-hour-2026-11-230000");
  expect(chartLabel([panel("a21026")], WHOLE, zh)).toBe(
    "窑尾 1/2 SO₂ 小时均值图，2026-11-23 00:00 至 2026-11-23 24:00（北京时间），1 个点，最大 12.35",
  );
});

test("of nothing nothing is said", () => {
  expect([chartTitle([], zh), chartLabel([], WHOLE, zh), chartFileName([], WHOLE, zh)]).toEqual(["", "", ""]);
});
