import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import { DAY_PERIOD, hourOfDay, hoursOfDay } from "../../../tests/support/day-facts.ts";
import { halfMonthFacts } from "../../../tests/support/half-month-facts.ts";
import { factsOf } from "../../../tests/support/hour-facts.ts";
import { SUDDEN_CHANGE } from "./sudden-change.ts";

const count = (others: readonly PeriodState[]) => SUDDEN_CHANGE.count?.(factsOf({ others, period: DAY_PERIOD }));
const countOf = (...values: readonly number[]) => count(hoursOfDay(values));

// Behaviour
test("four falls or rises by 60 % with five flat hours after each are a lead in a half-month, and three are none", () => {
  const ask = (...days: readonly number[]) => SUDDEN_CHANGE.judge(halfMonthFacts(days.map((times) => [times]))).verdicts;

  expect(ask(1, 3)).toMatchObject([{ rule: "Q13", value: 4, reason: { code: "changed-suddenly", facts: { times: 4 } } }]);
  expect(ask(1, 3)[0]?.steps()).toMatchObject([{ code: "sudden-changes", facts: { times: 4, least: 4, flat: 5 } }]);
  expect(ask(1, 2)).toEqual([]);
});

test.each([
  ["a fall by 60 %", [100, 40, 41, 40, 42, 40]],
  ["a rise by 60 % of what it rises to", [40, 100, 101, 102, 103, 104]],
])("%s and five hours within five percent count once", (_, values) => {
  expect(countOf(...values)).toEqual([1]);
  expect(countOf(...values, values.at(-1) as number)).toEqual([1]);
});

test.each([
  ["a fall by less", [100, 41, 41, 41, 41, 41]],
  ["four flat hours", [100, 40, 40, 40, 40]],
  ["an hour that is not flat", [100, 40, 40, 43, 40, 40]],
  ["zeros all along", [0, 0, 0, 0, 0, 0]],
  ["a plant that stops", [100, 0, 0, 0, 0, 0]],
  ["a plant that starts", [0, 40, 40, 40, 40, 40]],
  ["a negative hour", [-1, 40, 40, 40, 40, 40]],
])("%s does not count", (_, values) => {
  expect(countOf(...values)).toBeUndefined();
});

test("an hour that is not valid, or no concentration, breaks the row", () => {
  const hours = hoursOfDay([100, 40, 40, 40, 40, 40]);

  expect(count([...hours.slice(0, 3), hourOfDay(3, { value: 40, flag: "D" }), ...hours.slice(4)])).toBeUndefined();
  expect(count(hoursOfDay([100, 40, 40, 40, 40, 40], { unit: "%" }))).toBeUndefined();
});

test("a change late in the evening is seen on the day on which its fifth flat hour lies", () => {
  const night = [-4, -3, -2, -1].map((n, i) => hourOfDay(n, { value: i === 0 ? 100 : 40 }));

  expect(count([...night, hourOfDay(0, { value: 40 }), hourOfDay(1, { value: 40 })])).toEqual([1]);
});
