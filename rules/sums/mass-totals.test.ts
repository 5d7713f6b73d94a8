import { expect, test } from "vitest";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { periodAt, periodsOver } from "./calendar-periods.ts";
import type { HourMass } from "./mass-of-hours.ts";
import { massAtEndOfYear, massTotals, totalOf } from "./mass-totals.ts";

function measured(from: Instant, count: number, kg = 1): readonly HourMass[] {
  return Array.from({ length: count }, (_, n) => ({ start: plus(from, n * HOUR), is: "measured", kg }) as const);
}

// Behaviour
test("leap day: 29 February has its 24 hours, and belongs to February and the first quarter", () => {
  const from = at("2028-02-28T23:00:00+08:00");
  const hours = measured(from, 26);

  expect(massTotals(hours, "day").map(({ period, kg }) => [new Date(period.start).toISOString(), kg])).toEqual([
    ["2028-02-27T16:00:00.000Z", 1],
    ["2028-02-28T16:00:00.000Z", 24],
    ["2028-02-29T16:00:00.000Z", 1],
  ]);
  expect(massTotals(hours, "month").map(({ kg }) => kg)).toEqual([25, 1]);
  expect(massTotals(hours, "quarter").map(({ kg }) => kg)).toEqual([26]);
  expect(massTotals(hours, "year")[0]?.period).toEqual({
    start: at("2028-01-01T00:00:00+08:00"),
    end: at("2029-01-01T00:00:00+08:00"),
  });
});

// Behaviour
test("00:00 on the first of a quarter in Beijing is the first hour of the new one", () => {
  const midnight = at("2026-10-01T00:00:00+08:00");
  const [third, fourth] = massTotals(measured(plus(midnight, -HOUR), 2), "quarter");

  expect(third?.period).toEqual({ start: at("2026-07-01T00:00:00+08:00"), end: midnight });
  expect(fourth?.period).toEqual({ start: midnight, end: at("2027-01-01T00:00:00+08:00") });
  expect([third?.kg, fourth?.kg]).toEqual([1, 1]);
});

test("a total says what it is made of: measured, substituted, stopped and undecided hours", () => {
  const start = at("2026-11-23T08:00:00+08:00");
  const total = totalOf([
    { start, is: "measured", kg: 0.1 },
    { start, is: "substituted", kg: 0.2 },
    { start, is: "stopped" },
    { start, is: "undecided" },
  ]);

  expect(total).toEqual({ kg: 0.3, substitutedKg: 0.2, hours: { measured: 1, substituted: 1, stopped: 1, undecided: 1 } });
  expect(massTotals(measured(start, 2), "hour")).toHaveLength(2);
  expect(massTotals([], "year")).toEqual([]);
});

// Behaviour
test("the end of the year is expected from what there is and the mean of the last 30 days", () => {
  // 10 kg an hour in November until the 30th, 1 kg an hour in the last 30 days before 31 December.
  const upTo = at("2026-12-31T00:00:00+08:00");
  const [early, late] = [measured(plus(upTo, -31 * DAY), 24, 10), measured(plus(upTo, -30 * DAY), 720, 1)];

  expect(massAtEndOfYear([...early, ...late], upTo)).toBe(240 + 720 + 24);
  expect(massAtEndOfYear([], upTo)).toBeNull();
  expect(massAtEndOfYear([{ start: plus(upTo, -HOUR), is: "undecided" }], upTo)).toBeNull();
  const half = [...measured(plus(upTo, -2 * HOUR), 1, 4), { start: plus(upTo, -HOUR), is: "stopped" } as const];
  expect(massAtEndOfYear(half, upTo)).toBe(4 + 2 * 24);
  expect(massAtEndOfYear(measured(plus(upTo, DAY - HOUR), 1, 4), plus(upTo, DAY))).toBe(4);
});

test("what was emitted in the year before is no part of this one, but tells how it goes on", () => {
  const newYear = at("2027-01-01T00:00:00+08:00");

  expect(massAtEndOfYear(measured(plus(newYear, -DAY), 25), plus(newYear, HOUR))).toBe(1 + 365 * 24 - 1);
});

test("the periods over a span are whole ones, in order", () => {
  const span = { start: at("2026-03-31T23:30:00+08:00"), end: at("2026-04-01T01:00:00+08:00") };

  expect(periodsOver("quarter", span)).toEqual([periodAt("quarter", span.start), periodAt("quarter", span.end)]);
  expect(periodsOver("hour", span)).toHaveLength(2);
  expect(periodsOver("day", { start: span.start, end: span.start })).toHaveLength(1);
});
