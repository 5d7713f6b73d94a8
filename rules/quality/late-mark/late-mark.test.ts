import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import { aLimit, anHour, at, BOUNDARY, factsOf, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { LATE_MARK } from "./late-mark.ts";

const EIGHT_DAYS_LATER = at("2026-12-01T09:00:00+08:00");
type Over = Parameters<typeof anHour>[0];

function ask(over: Over = {}, limits = [aLimit()], others: readonly PeriodState[] = []) {
  const hour = anHour({ value: 900, late: { flag: "D" }, ...over });
  return LATE_MARK.judge(factsOf({ hour, others, limits, now: EIGHT_DAYS_LATER }));
}

// Behaviour
test("a flag D eight days after an hour above its limit is a lead at A1 of its own", () => {
  expect(ask()).toMatchObject({
    verdicts: [
      {
        rule: "Q25",
        family: "quality",
        verdict: "exceeding",
        validity: "valid",
        value: 900,
        unit: "mg/m3",
        limit: { value: 200 },
        status: "confirmed",
        level: "A1",
        reason: { code: "marked-too-late", facts: { flag: "D" } },
      },
    ],
    askAt: null,
  });
});

test("so are minutes that come then", () => {
  expect(ask({ late: { minutes: true } }).verdicts[0]?.reason.facts).toEqual({ flag: null });
  expect(ask({ late: { minutes: true }, minutes: minuteFacts(44, 16) }).verdicts).toMatchObject([{ validity: "too-few" }]);
});

test("marks on an hour that keeps its limit, or that has none in force, are no lead", () => {
  expect(ask({ value: 200 }).verdicts).toEqual([]);
  expect(ask({}, []).verdicts).toEqual([]);
});

test("an hour without late marks, or of which nothing came, is none", () => {
  expect(LATE_MARK.judge(factsOf({ hour: anHour({ value: 900 }), now: EIGHT_DAYS_LATER })).verdicts).toEqual([]);
  expect(LATE_MARK.judge(factsOf({ now: EIGHT_DAYS_LATER })).verdicts).toEqual([]);
  expect(ask({ own: [] }).verdicts).toEqual([]);
});

test("an hour whose value in force was marked in time, or is no measurement, is none: nothing stands that it could dispute", () => {
  expect(ask({ flag: "M" }).verdicts).toEqual([]);
  expect(ask({ value: 6553.5, implausible: true }).verdicts).toEqual([]);
});

test("a converted limit compares the converted value", () => {
  const limits = [aLimit({ converted: true, oxygenReference: 11 })];
  const oxygen = anHour({ pollutant: "a19001", value: 13, unit: "%" });

  // 170 × 10 / 8 = 212.5
  expect(ask({ value: 170 }, limits, [oxygen]).verdicts).toMatchObject([{ value: 212.5 }]);
});

test("the steps end with the mark; the rule is asked where hours have a limit", () => {
  expect(
    ask()
      .verdicts[0]?.steps()
      .map(({ code }) => code),
  ).toEqual(["received", "comparison", "late-marks"]);
  expect(LATE_MARK.appliesTo({ outlet: STACK, pollutant: "a21026", bases: new Set(["hour-mean"]) })).toBe(true);
  expect(LATE_MARK.appliesTo({ outlet: BOUNDARY, pollutant: "a34001", bases: new Set(["boundary-hour-mean"]) })).toBe(true);
  expect(LATE_MARK.appliesTo({ outlet: STACK, pollutant: "a21026", bases: new Set(["day-mean"]) })).toBe(false);
});
