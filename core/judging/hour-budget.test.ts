import { expect, test } from "vitest";
import { HOUR, instant, MINUTE, plus } from "../time.ts";
import { meanBudget } from "./hour-budget.ts";

const START = instant(1_795_392_000_000);
const HOUR_OF_START = { start: START, end: plus(START, HOUR) };
const at = (minutes: number) => plus(START, minutes * MINUTE);
const sample = (minute: number, value: number) => ({ at: at(minute), minutes: 10, value });

test("the rest of the hour may have the mean that fills the limit exactly", () => {
  // 30 minutes at 120: the sum may be 100 · 60 = 6000, 3600 are gone, 2400 are left for 30 minutes.
  const budget = meanBudget({
    period: HOUR_OF_START,
    now: at(30),
    limit: 100,
    samples: [sample(0, 120), sample(10, 160), sample(20, 80)],
  });

  expect(budget).toEqual({ meanSoFar: 120, minutesLeft: 30, allowedMean: 80, willExceed: false });
});

test("an hour will exceed when the newest value goes on above what is allowed", () => {
  const samples = [sample(0, 120), sample(10, 120), sample(20, 120)];

  expect(meanBudget({ period: HOUR_OF_START, now: at(30), limit: 100, samples }).willExceed).toBe(true);
});

test("a limit that is used up leaves an allowed mean of zero", () => {
  const budget = meanBudget({ period: HOUR_OF_START, now: at(30), limit: 100, samples: [sample(0, 250)] });

  expect(budget).toEqual({ meanSoFar: 250, minutesLeft: 30, allowedMean: 0, willExceed: true });
});

test("without data nothing is said of the hour", () => {
  expect(meanBudget({ period: HOUR_OF_START, now: at(6), limit: 100, samples: [] })).toEqual({
    meanSoFar: null,
    minutesLeft: 54,
    allowedMean: null,
    willExceed: false,
  });
});

test("values outside the period do not count", () => {
  const before = { at: plus(START, -MINUTE), minutes: 10, value: 900 };

  expect(meanBudget({ period: HOUR_OF_START, now: at(10), limit: 100, samples: [before, sample(0, 40)] }).meanSoFar).toBe(40);
});

test("at the end of the hour nothing is allowed any more, and its mean alone says whether it exceeds", () => {
  const ended = (value: number) => meanBudget({ period: HOUR_OF_START, now: at(60), limit: 100, samples: [sample(0, value)] });

  expect(ended(100)).toEqual({ meanSoFar: 100, minutesLeft: 0, allowedMean: null, willExceed: false });
  expect(ended(101)).toEqual({ meanSoFar: 101, minutesLeft: 0, allowedMean: null, willExceed: true });
});

test("the newest value goes on, in whatever order values come", () => {
  // The mean is 100 and the limit 100: the rest may be 100, and only a newest value above it exceeds.
  const samples = [sample(20, 140), sample(0, 60)];

  expect(meanBudget({ period: HOUR_OF_START, now: at(30), limit: 100, samples }).willExceed).toBe(true);
  expect(meanBudget({ period: HOUR_OF_START, now: at(30), limit: 100, samples: samples.toReversed() }).willExceed).toBe(true);
});
