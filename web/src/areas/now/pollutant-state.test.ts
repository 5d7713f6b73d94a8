import { expect, test } from "vitest";
import type { Budget, JudgedHour, LatestValue } from "../../api/page-shapes.ts";
import { sayIn } from "../../i18n/say.ts";
import { budgetSaying } from "./budget-words.ts";
import { pollutantState, worstState } from "./pollutant-state.ts";
import { reasonWords } from "./StateReason.tsx";
import { nowWords } from "./words.ts";

const AT = "2026-11-23T01:00:00.000Z";
const NOW = Date.parse("2026-11-23T02:10:00.000Z");
const value = (over: Partial<LatestValue> = {}): LatestValue => ({
  pollutant: "a21026",
  value: 50,
  unit: "mg/m3",
  at: AT,
  basis: "realtime",
  flag: "N",
  limit: 100,
  share: 0.5,
  ...over,
});
const hour = (verdict: JudgedHour["verdict"], start = AT): JudgedHour => ({ pollutant: "a21026", start, verdict });
const budget = (over: Partial<Budget> = {}): Budget => ({
  basis: "hour-mean",
  pollutant: "a21026",
  meanSoFar: 50,
  limit: 100,
  minutesLeft: 30,
  allowedMean: 150,
  willExceed: false,
  ...over,
});
const state = (over: Partial<Parameters<typeof pollutantState>[0]>) =>
  pollutantState({ outletState: "ok", value: value(), judged: undefined, budget: undefined, ...over });
const zh = sayIn("zh", nowWords);

test("a pollutant exceeds only when the hour judged last did, and the words say which hour", () => {
  const low = state({ judged: hour("exceeding") });

  expect(low.state).toBe("exceeding");
  expect(low.reason && reasonWords(low.reason, zh, NOW)).toBe("上一小时超标");
  const before = state({ judged: hour("exceeding", "2026-11-23T00:00:00.000Z") });
  expect(before.reason && reasonWords(before.reason, zh, NOW)).toBe("今天 08:00-09:00 超标");
});

test("a momentary value above the limit is a warning that says so", () => {
  expect(state({ value: value({ value: 200, share: 2 }) })).toMatchObject({ state: "warning", reason: { why: "value-above" } });
  expect(state({ value: value({ value: 80, share: 0.8 }) })).toMatchObject({ state: "warning", reason: null });
});

test("a running mean above the limit, or one that will be, is a warning above the others", () => {
  expect(state({ budget: budget({ meanSoFar: 101 }) })).toMatchObject({ state: "warning", reason: { why: "mean-above" } });
  expect(state({ budget: budget({ willExceed: true }) })).toMatchObject({ urgency: 1, reason: { why: "will-exceed" } });
});

test("what cannot be judged is neither compliant nor exceeding, and a usable value near the limit still warns", () => {
  expect(state({ value: value({ flag: "D", share: 2 }) }).state).toBe("cannot-judge");
  expect(state({ judged: hour("cannot-judge") }).state).toBe("cannot-judge");
  expect(state({ judged: hour("cannot-judge"), value: value({ share: 0.9 }) }).state).toBe("warning");
});

test("nothing is said of an outlet that is silent", () => {
  expect(state({ outletState: "offline", judged: hour("exceeding") }).state).toBe("offline");
});

test("an outlet is in the worst state of its pollutants", () => {
  expect(worstState(["ok", "warning", "cannot-judge"], "ok")).toBe("warning");
  expect(worstState(["warning", "exceeding"], "ok")).toBe("exceeding");
  expect(worstState([], "cannot-judge")).toBe("cannot-judge");
});

test("what is left of an hour is said with the mean so far, and never as a figure beyond any plant", () => {
  const shown = { pollutant: "a21026", unit: "mg/m3" };

  expect(budgetSaying(budget(), shown, zh)?.words).toBe("至今均值 50.00 mg/m³，剩余 30 分钟须 ≤\u00a0150.0");
  expect(budgetSaying(budget({ allowedMean: 15_013 }), shown, zh)?.words).toBe("至今均值 50.00 mg/m³，本小时不会超标");
  expect(budgetSaying(budget({ allowedMean: 0, willExceed: true }), shown, zh)).toMatchObject({ tone: "strong" });
  expect(budgetSaying(budget({ meanSoFar: null, allowedMean: null }), shown, zh)).toBeNull();
});

test("the allowed mean is rounded down, so that the printed figure is still allowed", () => {
  const words = budgetSaying(budget({ allowedMean: 99.996 }), { pollutant: "a21026", unit: "mg/m3" }, zh)?.words;

  expect(words).toContain("≤\u00a099.99");
});
