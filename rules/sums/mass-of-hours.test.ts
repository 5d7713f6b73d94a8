import { expect, test } from "vitest";
import type { DaySum } from "../../core/judging/day-sum.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { type HourMass, massOfHours } from "./mass-of-hours.ts";

const FIRST = at("2026-07-01T00:00:00+08:00");

/** Days of one series from midnight of 1 July on: a number an hour, `null` for a missing one, `S` for one stopped. */
function days(hours: readonly (number | null | "S")[]): readonly DaySum[] {
  return Array.from({ length: Math.ceil(hours.length / 24) }, (_, d) => {
    const own = hours.slice(d * 24, d * 24 + 24);
    return {
      ...{ outlet: "e1-DA001", pollutant: "a21026", day: plus(FIRST, d * DAY) },
      hours: own.map((hour) => (hour === "S" ? "S" : hour === null ? "F" : "V")).join(""),
      mass: own.map((hour) => (hour === "S" ? null : hour)),
    };
  });
}

function masses(hours: readonly (number | null | "S")[], over: { from?: Instant; isGas?: boolean } = {}): readonly HourMass[] {
  return massOfHours(days(hours), { from: FIRST, to: plus(FIRST, hours.length * HOUR), isGas: true, ...over });
}

const many = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

// Behaviour
test("a missing hour of flue gas counts with the greatest of the last 180 valid hours, where the quarter's capture rate is 90 %", () => {
  // 99 lies 181 valid hours back, 9 lies 180 back.
  const found = masses([99, 9, ...many(179, 1), null, 2]);

  expect(found[181]).toEqual({ start: plus(FIRST, 181 * HOUR), is: "substituted", kg: 9 });
  expect(found[182]).toEqual({ start: plus(FIRST, 182 * HOUR), is: "measured", kg: 2 });
});

// Behaviour
test("more than 24 missing hours in a row count with the greatest of the last 720 valid hours; hours stopped part no gap", () => {
  const before = [50, ...many(700, 1)];

  expect(masses([...before, ...many(24, null)]).at(-1)).toMatchObject({ is: "substituted", kg: 1 });
  expect(masses([...before, ...many(25, null)]).at(-1)).toMatchObject({ is: "substituted", kg: 50 });
  expect(masses([...before, ...many(12, null), "S", ...many(13, null)]).at(-1)).toMatchObject({ kg: 50 });
  expect(masses([...before, ...many(24, null), 1, null]).at(-1)).toMatchObject({ kg: 1 });
});

// Behaviour
test("from a capture rate of 75 % the last 2,160 valid hours count, and below it nobody but the bureau decides", () => {
  // 300 of 400 hours are 75 %; 299 of 399 are less.
  const at75 = masses([50, ...many(299, 1), ...many(100, null)]);
  const below = masses([50, ...many(298, 1), ...many(100, null)]);

  expect(at75.at(-1)).toMatchObject({ is: "substituted", kg: 50 });
  expect(below.at(-1)).toEqual({ start: plus(FIRST, 398 * HOUR), is: "undecided" });
});

test("hours at which the plant stood still have no mass and leave the capture rate; missing hours of water have none either", () => {
  const stopped = masses([4, ...many(100, "S" as const), ...many(8, 4), null]);

  expect(stopped[1]).toEqual({ start: plus(FIRST, HOUR), is: "stopped" });
  expect(stopped.at(-1)).toMatchObject({ is: "substituted", kg: 4 });
  expect(masses([...many(20, 4), null], { isGas: false }).at(-1)).toMatchObject({ is: "undecided" });
});

// Behaviour
test("00:00 on the first of a quarter: the capture rate of a missing hour is that of its own quarter", () => {
  const quarter = at("2026-10-01T00:00:00+08:00");
  const hours = (quarter - FIRST) / HOUR;
  // The third quarter has half of its hours; the fourth begins with nine valid hours and a missing one.
  const halves = Array.from({ length: hours }, (_, n) => (n % 2 === 0 ? 1 : null));
  const found = masses([...halves, ...many(9, 3), null]);

  expect(found[hours - 1]).toEqual({ start: plus(quarter, -HOUR), is: "undecided" });
  expect(found[hours]).toEqual({ start: quarter, is: "measured", kg: 3 });
  expect(found.at(-1)).toMatchObject({ is: "substituted", kg: 3 });
});

test("hours before the first value are not due, days without a row are missing, and only what is asked for is told", () => {
  expect(massOfHours([], { from: FIRST, to: plus(FIRST, DAY), isGas: true })).toEqual([]);
  expect(masses([null, null])).toEqual([]);
  expect(masses([null, "S", 5, 6])).toHaveLength(2);
  const [day] = days(many(24, 5));
  const gap = massOfHours([day as DaySum], { from: plus(FIRST, 24 * HOUR), to: plus(FIRST, 26 * HOUR), isGas: true });
  expect(gap).toEqual([0, 1].map((n) => ({ start: plus(FIRST, (24 + n) * HOUR), is: "substituted", kg: 5 })));
  const { mass: _, ...massless } = day as DaySum;
  expect(massOfHours([massless], { from: FIRST, to: plus(FIRST, DAY), isGas: true })).toEqual([]);
});
