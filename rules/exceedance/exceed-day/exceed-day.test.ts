import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import type { Limit, LimitBasis } from "../../../core/registry/limit.ts";
import { type Instant, plus } from "../../../core/time.ts";
import { DAY_PERIOD, EFFLUENT, hourOfDay, hoursOfDay, ownDay } from "../../../tests/support/day-facts.ts";
import { aLimit, at, day, factsOf, type STACK } from "../../../tests/support/hour-facts.ts";
import { EXCEED_DAY } from "./exceed-day.ts";

const LIMIT = aLimit({ id: "e1-DA001-so2-d", basis: "day-mean", value: 100 });
const MIDNIGHT = at("2026-11-24T00:05:00+08:00");
const COMPLETE = at("2026-11-24T01:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");
const ABOVE: readonly number[] = Array.from({ length: 24 }, () => 101);

interface Given {
  readonly now?: Instant;
  readonly limits?: readonly Limit[];
  readonly outlet?: typeof STACK;
}

function ask(others: readonly PeriodState[], given: Given = {}) {
  return EXCEED_DAY.judge(factsOf({ others, period: DAY_PERIOD, limits: [LIMIT], now: COMPLETE, ...given }));
}

function judge(others: readonly PeriodState[], given: Given = {}) {
  return ask(others, given).verdicts[0];
}

// Behaviour
test("a day mean of the logger above its limit is an exceedance, A2 until noon of the next day and A3 from then on", () => {
  const found = [ownDay({ value: 100.5 })];

  expect(judge(found)).toMatchObject({
    rule: "EXCEED-DAY",
    family: "exceedance",
    basis: "day",
    period: DAY_PERIOD,
    verdict: "exceeding",
    value: 100.5,
    unit: "mg/m3",
    limit: { id: "e1-DA001-so2-d", value: 100 },
    status: "provisional",
    level: "A2",
    reason: { code: "limit-exceeded" },
  });
  expect(judge(found, { now: plus(NOON, -1) })?.status).toBe("provisional");
  expect(judge(found, { now: NOON })).toMatchObject({ status: "confirmed", level: "A3" });
});

test("it is asked again when the day is complete, and then at that noon where something is found", () => {
  const found = [ownDay({ value: 100.5 })];

  expect(ask([], { now: MIDNIGHT })).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(ask([])).toEqual({ verdicts: [], askAt: null });
  expect(ask(found, { now: MIDNIGHT }).askAt).toBe(COMPLETE);
  expect(ask(found).askAt).toBe(NOON);
  expect(ask(found, { now: NOON }).askAt).toBeNull();
  expect(ask([ownDay({ value: 99 })]).askAt).toBeNull();
});

test("a day mean equal to its limit is compliant, and nothing is rounded before comparing", () => {
  expect(judge([ownDay({ value: 100 })])).toMatchObject({ verdict: "compliant", reason: { code: "within-limit" } });
  expect(judge([ownDay({ value: 100.0000001 })])?.verdict).toBe("exceeding");
});

// Behaviour
test("19 valid hours cannot be judged and 20 can, by the logger's mean and by ours", () => {
  const expected = {
    verdict: "cannot-judge",
    validity: "too-few",
    reason: { code: "too-few-hours", facts: { valid: 19, required: 20 } },
  };

  expect(judge([ownDay({ value: 500 }), ...hoursOfDay(ABOVE.slice(0, 19))])).toMatchObject({ ...expected, value: 500 });
  expect(judge(hoursOfDay(ABOVE.slice(0, 19)))).toMatchObject({ ...expected, value: 101 });
  expect(judge([ownDay({ value: 500 }), ...hoursOfDay(ABOVE.slice(0, 20))])).toMatchObject({ verdict: "exceeding", value: 500 });
  expect(judge(hoursOfDay(ABOVE.slice(0, 20)))).toMatchObject({ verdict: "exceeding", value: 101 });
});

test("a flagged or an implausible day mean cannot be judged", () => {
  expect(judge([ownDay({ value: 500, flag: "D" })])?.reason).toEqual({ code: "flagged-data", facts: { flag: "D" } });
  expect(judge([ownDay({ value: 6553.5, implausible: true })])?.reason.code).toBe("implausible-value");
});

// Behaviour
test("water without a day mean is judged by the mean weighted with the flow", () => {
  const cod = { pollutant: "w01018", unit: "mg/L" } as const;
  const limits = [aLimit({ pollutant: "w01018", basis: "day-mean", value: 50, unit: "mg/L" })];
  const flow = { pollutant: "w00000", unit: "m3/h" } as const;
  // 12 hours of 40 mg/L and 10 m³, 12 of 60 mg/L and 30 m³: (12 × 400 + 12 × 1800) / 480 = 55. Not weighted it is 50.
  const half = (n: number, low: number, high: number): number => (n < 12 ? low : high);
  const numbers = Array.from({ length: 24 }, (_, n) => n);
  const others = [
    ...numbers.map((n) => hourOfDay(n, { ...cod, value: half(n, 40, 60) })),
    ...numbers.map((n) => hourOfDay(n, { ...flow, value: half(n, 10, 30) })),
  ];

  expect(judge(others, { outlet: EFFLUENT, limits })).toMatchObject({ verdict: "exceeding", value: 55, unit: "mg/L" });
  expect(judge(others, { limits })).toMatchObject({ verdict: "compliant", value: 50 });
});

// Behaviour
test("a day is judged by the limit in force on that day, and nothing is said where none is", () => {
  const old = aLimit({ id: "old", basis: "day-mean", value: 400, validTo: day("2026-11-23") });
  const current = aLimit({ id: "current", basis: "day-mean", value: 200, validFrom: day("2026-11-23") });

  expect(judge([ownDay({ value: 300 })], { limits: [old, current] })?.limit?.id).toBe("current");
  expect(ask([ownDay({ value: 300 })], { limits: [old] })).toEqual({ verdicts: [], askAt: null, isWithoutLaw: true });
  expect(ask([ownDay({ value: 300 })], { limits: [aLimit()] }).verdicts).toEqual([]);
});

test("a day mean in a unit that measures something else cannot be judged; one in micrograms is written in milligrams", () => {
  expect(judge([ownDay({ unit: "mg/L" })])).toMatchObject({ verdict: "cannot-judge", value: null, unit: "mg/L" });
  expect(judge([ownDay({ value: 150000, unit: "ug/m3" })])).toMatchObject({ verdict: "exceeding", value: 150, unit: "mg/m3" });
});

test("marks that came too late leave the verdict standing and dispute it", () => {
  const late = [ownDay({ value: 500, late: { flag: "D" } })];

  expect(judge(late, { now: NOON })).toMatchObject({ verdict: "exceeding", status: "confirmed", disputed: true });
});

test("the steps tell the whole way", () => {
  const codes = (value: number, now?: Instant) =>
    judge([ownDay({ value })], now === undefined ? {} : { now })
      ?.steps()
      .map(({ code }) => code);

  expect(codes(101)).toEqual(["received", "valid-hours", "limit", "comparison", "tagging-open"]);
  expect(codes(101, NOON)?.at(-1)).toBe("tagging-over");
  expect(codes(99)).toEqual(["received", "valid-hours", "limit", "comparison"]);
});

// Behaviour
test("pH, temperature and suspended solids are never judged by day", () => {
  const applies = (pollutant: string, bases: readonly LimitBasis[] = ["day-mean"]) =>
    EXCEED_DAY.appliesTo({ outlet: EFFLUENT, pollutant, bases: new Set(bases) });

  expect(["w01001", "w01010", "w01012"].map((pollutant) => applies(pollutant))).toEqual([false, false, false]);
  expect(applies("w01018")).toBe(true);
  expect(applies("w01018", ["hour-mean"])).toBe(false);
});
