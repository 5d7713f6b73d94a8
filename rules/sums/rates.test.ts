import { expect, test } from "vitest";
import { HOUR, plus } from "../../core/time.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { addCounts, completeUpTo, hoursDue, NO_COUNTS, ratesOf } from "./rates.ts";

// Behaviour
test("hours at which the plant stood still leave both denominators; what came late counts after back-fill only", () => {
  // A day with 4 hours stopped: 20 are due, 18 came, 3 of them late; 15 are valid, 2 of them late.
  const rates = ratesOf({ hours: 24, excused: 4, received: 18, timely: 15, valid: 15, timelyValid: 13 });

  expect(rates.completed).toEqual({
    transmission: { numerator: 18, denominator: 20, rate: 0.9 },
    validity: { numerator: 15, denominator: 20, rate: 0.75 },
    effective: 0.9 * 0.75,
  });
  expect(rates.instant).toEqual({
    transmission: { numerator: 15, denominator: 20, rate: 0.75 },
    validity: { numerator: 13, denominator: 20, rate: 0.65 },
    effective: 0.75 * 0.65,
  });
});

test("where nothing was due there is no rate", () => {
  const { completed } = ratesOf({ ...NO_COUNTS, hours: 24, excused: 24 });

  expect(completed.transmission).toEqual({ numerator: 0, denominator: 0, rate: null });
  expect(completed.effective).toBeNull();
});

test("hours are due from the first day of a series to the last hour that is complete", () => {
  const day = { start: at("2026-11-23T00:00:00+08:00"), end: at("2026-11-24T00:00:00+08:00") };
  const now = at("2026-11-23T10:59:59+08:00");

  expect(completeUpTo(now)).toBe(at("2026-11-23T09:00:00+08:00"));
  expect(hoursDue(day, plus(day.start, -HOUR), completeUpTo(now))).toBe(9);
  expect(hoursDue(day, plus(day.start, -HOUR), plus(day.end, HOUR))).toBe(24);
  expect(hoursDue(day, plus(day.start, 20 * HOUR), plus(day.end, HOUR))).toBe(4);
  expect(hoursDue(day, day.end, plus(day.end, HOUR))).toBe(0);
});

test("counts add up and are taken away again", () => {
  const counts = { hours: 24, excused: 1, received: 20, timely: 19, valid: 18, timelyValid: 17 };

  expect(addCounts(NO_COUNTS, counts)).toEqual(counts);
  expect(addCounts(counts, counts, -1)).toEqual(NO_COUNTS);
});
