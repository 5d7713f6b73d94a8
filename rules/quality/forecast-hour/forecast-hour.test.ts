import { expect, test } from "vitest";
import type { MinuteFact } from "../../../core/judging/period.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { aLimit, anHour, aVersion, factsOf, HOUR_START } from "../../../tests/support/hour-facts.ts";
import { FORECAST_HOUR } from "./forecast-hour.ts";

const END = plus(HOUR_START, HOUR);

/** One-minute values of the hour from its beginning on. */
function minutes(values: readonly number[], over: Partial<ReturnType<typeof aVersion>> = {}): readonly MinuteFact[] {
  return values.map((value, n) => ({
    at: plus(HOUR_START, n * MINUTE),
    minutes: 1,
    versions: [aVersion({ value, ...over })],
  }));
}

const many = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);

function ask(values: readonly MinuteFact[], over: { now?: Instant; own?: number; limit?: object } = {}) {
  const { now = plus(HOUR_START, values.length * MINUTE), own, limit = {} } = over;
  const state = anHour({ minutes: values, ...(own === undefined ? { own: [] } : { value: own }) });
  return FORECAST_HOUR.judge(factsOf({ hour: state, limits: [aLimit({ value: 100, ...limit })], now }));
}

// Behaviour
test("twenty minutes at 101 foresee an hour above 100: a warning at A1, and the 40 minutes that are left must be ≤ 99.5", () => {
  const before = minutes(many(19, 101));
  const first = minutes(many(20, 101));
  const reason = { code: "mean-foreseen", facts: { isUnavoidable: false, minutesLeft: 40, allowed: 99.5, unit: "mg/m3" } };

  expect(ask(before).verdicts).toEqual([]);
  expect(ask(first)).toMatchObject({
    verdicts: [{ level: "A1", family: "quality", status: "provisional", value: 101, reason }],
    askAt: END,
  });
  // What comes later changes nothing of what was said.
  expect(ask(minutes([...many(20, 101), ...many(30, 0)])).verdicts).toMatchObject([{ value: 101, reason }]);
  expect(
    ask(first)
      .verdicts[0]?.steps()
      .map(({ code }) => code),
  ).toEqual(["limit", "foreseen"]);
});

// Behaviour
test("where the rest of the hour could be zero and its mean still passed the limit, that is said at once", () => {
  // 16 minutes at 400 are 6,400 of 6,000.
  expect(ask(minutes(many(15, 400))).verdicts).toEqual([]);
  expect(ask(minutes(many(16, 400))).verdicts[0]).toMatchObject({
    reason: { facts: { isUnavoidable: true, minutesLeft: 44, allowed: 0 } },
  });
});

// Behaviour
test("a mean that passes its limit as foreseen confirms the warning, and one that does not takes it back", () => {
  const foreseen = minutes([...many(30, 110), ...many(30, 95)]);

  expect(ask(foreseen, { now: END }).verdicts[0]).toMatchObject({ verdict: "exceeding", status: "provisional" });
  expect(ask(foreseen, { now: END, own: 102.5 }).verdicts[0]).toMatchObject({ verdict: "exceeding", status: "confirmed" });
  expect(ask(foreseen, { now: END, own: 100 }).verdicts[0]).toMatchObject({
    verdict: "compliant",
    reason: { code: "not-as-foreseen" },
  });
});

test("minutes within the limit, flagged or implausible ones, and those in another unit or without a converted value foresee nothing", () => {
  expect(ask(minutes(many(50, 100))).verdicts).toEqual([]);
  expect(ask(minutes([...many(59, 100), 160])).verdicts).toEqual([]);
  expect(ask(minutes(many(40, 300), { flag: "D" })).verdicts).toEqual([]);
  expect(ask(minutes(many(40, 300), { implausible: true })).verdicts).toEqual([]);
  expect(ask(minutes(many(40, 300), { unit: "%" })).verdicts).toEqual([]);
  expect(ask(minutes(many(40, 300)), { limit: { converted: true, oxygenReference: 9 } }).verdicts).toEqual([]);
  const converted = ask(minutes(many(40, 50), { converted: 130 }), { limit: { converted: true, oxygenReference: 9 } });
  expect(converted.verdicts).toMatchObject([{ value: 130 }]);
});

// Behaviour
test("minutes that were first heard of when their hour was over warn nobody", () => {
  const late = anHour({ minutes: minutes(many(60, 300)), value: 300, heardAt: END });

  expect(FORECAST_HOUR.judge(factsOf({ hour: late, limits: [aLimit({ value: 100 })], now: END })).verdicts).toEqual([]);
});

test("without a row of the law, with a range, or of an hour of which nothing is known, nothing is said", () => {
  const state = anHour({ minutes: minutes(many(40, 300)), own: [] });

  expect(FORECAST_HOUR.judge(factsOf({ hour: state, limits: [] }))).toMatchObject({ isWithoutLaw: true });
  expect(ask(minutes(many(40, 300)), { limit: { comparator: ">=" } }).verdicts).toEqual([]);
  const { value: _, ...valueless } = aLimit({ comparator: "range", min: 6, max: 9 });
  expect(FORECAST_HOUR.judge(factsOf({ hour: state, limits: [valueless] })).verdicts).toEqual([]);
  expect(FORECAST_HOUR.judge(factsOf({ limits: [aLimit()] })).verdicts).toEqual([]);
});
