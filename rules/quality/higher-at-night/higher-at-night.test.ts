import { expect, test } from "vitest";
import { DAY_PERIOD, hourOfDay, hoursOfDay } from "../../../tests/support/day-facts.ts";
import { halfMonthFacts } from "../../../tests/support/half-month-facts.ts";
import { factsOf } from "../../../tests/support/hour-facts.ts";
import { HIGHER_AT_NIGHT } from "./higher-at-night.ts";

const ask = (night: number, day: number, nightHours = 48, dayHours = 48) =>
  HIGHER_AT_NIGHT.judge(halfMonthFacts([[nightHours, night * nightHours, dayHours, day * dayHours]])).verdicts;

// Behaviour
test("nights whose mean is more than 30 % above that of the days of a half-month are a lead, and 30 % are none", () => {
  expect(ask(131, 100)).toMatchObject([
    { rule: "Q16", value: 31, unit: "%", reason: { code: "higher-at-night", facts: { above: 30 } } },
  ]);
  expect(ask(131, 100)[0]?.steps()).toMatchObject([
    { code: "night-and-day", facts: { night: 131, day: 100, nightHours: 48, dayHours: 48, above: 30 } },
  ]);
  expect(ask(130, 100)).toEqual([]);
});

test("47 valid hours by night, or by day, are too few; days of zero compare with nothing", () => {
  expect([ask(200, 100, 47), ask(200, 100, 48, 47), ask(10, 0)]).toEqual([[], [], []]);
});

test("hours that begin from 21:00 to 04:00 are night, those from 05:00 to 20:00 day", () => {
  const all = hoursOfDay(Array.from({ length: 24 }, (_, n) => (n < 5 || n > 20 ? 10 : 1)));

  expect(HIGHER_AT_NIGHT.count?.(factsOf({ others: all, period: DAY_PERIOD }))).toEqual([8, 80, 16, 16]);
});

test("what is not valid, below zero or no concentration does not count, and a day without hours counts nothing", () => {
  const left = [hourOfDay(1, { value: 5, flag: "D" }), hourOfDay(2, { value: -1 }), hourOfDay(3, { value: 5, unit: "%" })];

  expect(HIGHER_AT_NIGHT.count?.(factsOf({ others: [...left, hourOfDay(4, { value: 7 })], period: DAY_PERIOD }))).toEqual([
    1, 7, 0, 0,
  ]);
  expect(HIGHER_AT_NIGHT.count?.(factsOf({ others: left, period: DAY_PERIOD }))).toBeUndefined();
});
