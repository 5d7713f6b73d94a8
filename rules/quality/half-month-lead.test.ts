import { expect, test } from "vitest";
import type { Instant } from "../../core/time.ts";
import { HALF_MONTH_COMPLETE, HALF_MONTH_CONFIRMED, halfMonthFacts } from "../../tests/support/half-month-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { SILENT } from "../register/rule.ts";
import { SUDDEN_CHANGE } from "./sudden-change/sudden-change.ts";

const ask = (now: Instant) => SUDDEN_CHANGE.judge(halfMonthFacts([[4]], { now }));

// Behaviour
test("a lead of a half-month is said an hour after its last day, provisional until noon of that day and confirmed from then on", () => {
  expect(ask(HALF_MONTH_COMPLETE)).toMatchObject({
    verdicts: [{ rule: "Q13", basis: "half-month", level: "A1", status: "provisional", limit: null }],
    askAt: HALF_MONTH_CONFIRMED,
  });
  expect(ask(HALF_MONTH_CONFIRMED)).toMatchObject({ verdicts: [{ status: "confirmed" }], askAt: null });
});

test("while a half-month runs nothing is said of it, and it is asked again whenever a day of it is complete", () => {
  const again = (now: string) => ask(at(now));

  expect(again("2026-11-16T00:30:00+08:00")).toEqual({ verdicts: [], askAt: at("2026-11-17T01:00:00+08:00") });
  expect(again("2026-11-17T00:59:59+08:00")).toEqual({ verdicts: [], askAt: at("2026-11-17T01:00:00+08:00") });
  expect(again("2026-11-17T01:00:00+08:00")).toEqual({ verdicts: [], askAt: at("2026-11-18T01:00:00+08:00") });
  expect(again("2026-12-01T00:59:59+08:00")).toEqual({ verdicts: [], askAt: HALF_MONTH_COMPLETE });
});

test("a half-month in which nothing was counted is silent for good", () => {
  expect(SUDDEN_CHANGE.judge(halfMonthFacts([]))).toEqual(SILENT);
});
