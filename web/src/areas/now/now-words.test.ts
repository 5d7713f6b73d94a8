import { expect, test } from "vitest";
import type { BudgetItemWire } from "../../../../api/resources/outlets/schema.ts";
import { sayIn } from "../../i18n/say.ts";
import { budgetSaying } from "./budget-words.ts";
import { reasonWords } from "./reason-words.ts";
import { nowWords } from "./words.ts";

const NOW = Date.parse("2026-11-23T02:10:00.000Z");
const budget = (over: Partial<BudgetItemWire> = {}): BudgetItemWire => ({
  basis: "hour-mean",
  pollutant: "a21026",
  unit: "mg/m3",
  periodStart: "2026-11-23T02:00:00.000Z",
  meanSoFar: 50,
  limit: 100,
  minutesLeft: 30,
  allowedMean: 150,
  willExceed: false,
  ...over,
});
const zh = sayIn("zh", nowWords);
const SHOWN = { pollutant: "a21026", unit: "mg/m3" };

test("a state says which hour it comes from: the last one as that, another by its clock", () => {
  const hour = { code: "hour-exceeding", start: "2026-11-23T01:00:00.000Z", end: "2026-11-23T02:00:00.000Z" } as const;

  expect(reasonWords(hour, zh, NOW)).toBe("上一小时超标");
  expect(reasonWords({ ...hour, start: "2026-11-23T00:00:00.000Z", end: "2026-11-23T01:00:00.000Z" }, zh, NOW)).toBe(
    "今天 08:00-09:00 超标",
  );
});

test("a warning says whether the value or the mean of the running period is above", () => {
  expect(reasonWords({ code: "value-above" }, zh, NOW)).toBe("当前值高于限值");
  expect(reasonWords({ code: "mean-above", basis: "hour" }, zh, NOW)).toBe("本小时均值已超限值");
  expect(reasonWords({ code: "will-exceed", basis: "day" }, zh, NOW)).toBe("按走势今日将超标");
});

test("what is left of an hour is said with the mean so far, and never as a figure beyond any plant", () => {
  expect(budgetSaying(budget(), SHOWN, zh)?.words).toBe("至今均值 50.00 mg/m³，剩余 30 分钟须 ≤\u00a0150.0");
  expect(budgetSaying(budget({ allowedMean: 15_013 }), SHOWN, zh)?.words).toBe("至今均值 50.00 mg/m³，本小时不会超标");
  expect(budgetSaying(budget({ allowedMean: 0, willExceed: true }), SHOWN, zh)).toMatchObject({ tone: "strong" });
  expect(budgetSaying(budget({ allowedMean: null }), SHOWN, zh)).toMatchObject({ tone: "plain" });
  expect(budgetSaying(budget({ meanSoFar: null, allowedMean: null }), SHOWN, zh)).toBeNull();
});

test("the allowed mean is rounded down, so that the printed figure is still allowed", () => {
  expect(budgetSaying(budget({ allowedMean: 99.996 }), SHOWN, zh)?.words).toContain("≤\u00a099.99");
});

test("what cannot be reached any more is said of the day where the limit is one of days", () => {
  expect(budgetSaying(budget({ basis: "day-mean", allowedMean: 15_013 }), SHOWN, zh)?.words).toContain("今日不会超标");
});

test("a period that goes on to exceed is said strongly, one with room left quietly, one in between plainly", () => {
  const tones = [budget({ allowedMean: 150, willExceed: true }), budget({ allowedMean: 150 }), budget({ allowedMean: 100 })].map(
    (b) => budgetSaying(b, SHOWN, zh)?.tone,
  );

  expect(tones).toEqual(["strong", "quiet", "plain"]);
});
