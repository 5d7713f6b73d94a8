import { expect, test } from "vitest";
import { DAY_PERIOD, hoursOfDay } from "../../../tests/support/day-facts.ts";
import { halfMonthFacts } from "../../../tests/support/half-month-facts.ts";
import { factsOf } from "../../../tests/support/hour-facts.ts";
import { REPEATED_DAY } from "./repeated-day.ts";

const countOf = (values: readonly number[]) => REPEATED_DAY.count?.(factsOf({ others: hoursOfDay(values), period: DAY_PERIOD }));
const rising = (hours: number, from = 0) => Array.from({ length: hours }, (_, n) => from + n);

// Behaviour
test("two days of a half-month with the same values hour for hour are a lead, and days that differ are none", () => {
  const ask = (...prints: readonly number[]) => REPEATED_DAY.judge(halfMonthFacts(prints.map((print) => [print]))).verdicts;

  expect(ask(7, 8, 7)).toMatchObject([{ rule: "A9-IDENTICAL", value: 2, reason: { code: "days-repeated", facts: { days: 2 } } }]);
  expect(ask(7, 8, 7)[0]?.steps()).toMatchObject([{ code: "repeated-days", facts: { days: 2, known: 3 } }]);
  expect(ask(7, 8, 9)).toEqual([]);
});

test("the same 20 hours are the same day, one hour that differs makes another, and so does another place in the day", () => {
  expect(countOf(rising(20))).toEqual(countOf(rising(20)));
  expect(countOf(rising(20))).not.toEqual(countOf([...rising(19), 99]));
  expect(countOf([...rising(20), 1, 2])).not.toEqual(countOf([2, ...rising(20), 1]));
});

test("19 hours are too few, and a day whose values are mostly the same is a matter of constant values", () => {
  expect(countOf(rising(19))).toBeUndefined();
  expect(countOf([...rising(9), ...rising(13).map(() => 5)])).toBeUndefined();
});
