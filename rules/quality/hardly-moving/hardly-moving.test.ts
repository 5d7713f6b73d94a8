import { expect, test } from "vitest";
import { DAY_PERIOD, hourOfDay, hoursOfDay } from "../../../tests/support/day-facts.ts";
import { halfMonthFacts } from "../../../tests/support/half-month-facts.ts";
import { factsOf, STACK } from "../../../tests/support/hour-facts.ts";
import { HARDLY_MOVING } from "./hardly-moving.ts";

/** Ten days of 24 hours, all between these values. */
const ask = (least: number, greatest: number, hours = 24) =>
  HARDLY_MOVING.judge(halfMonthFacts(Array.from({ length: 10 }, () => [hours, least, greatest]))).verdicts;

// Behaviour
test("a half-month whose hours all lie within five percent is a lead, and one that moves by five percent is none", () => {
  expect(ask(100, 104.9)).toMatchObject([
    { rule: "Q03-LONG", value: 4.9, unit: "%", reason: { code: "hardly-moves", facts: { hours: 240 } } },
  ]);
  expect(ask(100, 105)).toEqual([]);
});

test("239 valid hours are too few to say so; what stands at zero or below it is no matter of this rule", () => {
  expect(ask(100, 101, 23.9)).toEqual([]);
  expect([ask(0, 0), ask(-2, -2)]).toEqual([[], []]);
});

test("of a day the valid hours count, with the least and the greatest of them", () => {
  const hours = [...hoursOfDay([30, 20, 40]), hourOfDay(3, { value: 900, flag: "D" })];

  expect(HARDLY_MOVING.count?.(factsOf({ others: hours, period: DAY_PERIOD }))).toEqual([3, 20, 40]);
  expect(HARDLY_MOVING.count?.(factsOf({ period: DAY_PERIOD }))).toBeUndefined();
});

test("the step names the hours and both ends", () => {
  expect(ask(100, 102)[0]?.steps()).toMatchObject([
    { code: "least-and-greatest", facts: { hours: 240, least: 100, greatest: 102 } },
  ]);
});

test("the rule looks at concentrations that are discharged, and at the oxygen of a stack", () => {
  const applies = (kind: "stack" | "effluent" | "boundary", pollutant: string) =>
    HARDLY_MOVING.appliesTo({ outlet: { ...STACK, kind }, pollutant, bases: new Set() });

  expect([applies("stack", "a21026"), applies("effluent", "w01018"), applies("stack", "a19001")]).toEqual([true, true, true]);
  expect([applies("stack", "a01012"), applies("boundary", "a34001"), applies("effluent", "a19001")]).toEqual([
    false,
    false,
    false,
  ]);
  expect(applies("stack", "x-unknown")).toBe(false);
});
