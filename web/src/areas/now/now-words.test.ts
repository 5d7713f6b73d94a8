import { expect, test } from "vitest";
import type { BudgetItemWire } from "../../../../api/resources/outlets/schema.ts";
import { sayIn } from "../../i18n/say.ts";
import { budgetSaying } from "./budget-words.ts";
import { nowWords } from "./words.ts";

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

test("what is left of an hour is said with the mean so far, and never as a figure beyond any plant", () => {
  expect(budgetSaying(budget(), SHOWN, zh)?.words).toBe("均值 50.00 mg/m³，剩余 30 分钟须 ≤\u00a0150.0");
  expect(budgetSaying(budget({ allowedMean: 15_013 }), SHOWN, zh)?.words).toBe("均值 50.00 mg/m³，本小时不会高于限值");
  expect(budgetSaying(budget({ allowedMean: 0, willExceed: true }), SHOWN, zh)).toMatchObject({ tone: "strong" });
  expect(budgetSaying(budget({ allowedMean: null }), SHOWN, zh)).toMatchObject({ tone: "plain" });
  expect(budgetSaying(budget({ meanSoFar: null, allowedMean: null }), SHOWN, zh)).toBeNull();
});

test("the allowed mean is rounded down, so that the printed figure is still allowed", () => {
  expect(budgetSaying(budget({ allowedMean: 99.996 }), SHOWN, zh)?.words).toContain("≤\u00a099.99");
});

test("what cannot be reached any more is said of the day where the limit is one of days", () => {
  expect(budgetSaying(budget({ basis: "day-mean", allowedMean: 15_013 }), SHOWN, zh)?.words).toContain("今日不会高于限值");
});

test("a period that goes on to exceed is said strongly, one with room left quietly, one in between plainly", () => {
  const tones = [budget({ allowedMean: 150, willExceed: true }), budget({ allowedMean: 150 }), budget({ allowedMean: 100 })].map(
    (b) => budgetSaying(b, SHOWN, zh)?.tone,
  );

  expect(tones).toEqual(["strong", "quiet", "plain"]);
});
