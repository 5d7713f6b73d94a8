import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { DAY_PERIOD, EFFLUENT, hoursOfDay } from "../../../tests/support/day-facts.ts";
import { halfMonthFacts } from "../../../tests/support/half-month-facts.ts";
import { aLimit, factsOf, STACK } from "../../../tests/support/hour-facts.ts";
import { NEAR_LIMIT } from "./near-limit.ts";

const BURNING = hoursOfDay([12, 12, 12, 12, 12, 12], { pollutant: "a19001", unit: "%" });

const count = (values: readonly number[], others: readonly PeriodState[] = BURNING, limits: readonly Limit[] = [aLimit()]) =>
  NEAR_LIMIT.count?.({ ...factsOf({ others: [...hoursOfDay(values), ...others], limits, period: DAY_PERIOD }) });

// Behaviour
test("more than 48 hours of production of which 80 % lie between 85 and 100 % of the limit are a lead in a half-month", () => {
  const ask = (hours: number, near: number) =>
    NEAR_LIMIT.judge(
      halfMonthFacts([
        [hours - 10, near - 5],
        [10, 5],
      ]),
    ).verdicts;

  expect(ask(50, 40)).toMatchObject([
    { rule: "Q14", value: 80, unit: "%", reason: { code: "near-its-limit", facts: { near: 40, hours: 50 } } },
  ]);
  expect(ask(50, 40)[0]?.steps()).toMatchObject([{ code: "near-limit", facts: { hours: 50, near: 40, from: 85, often: 80 } }]);
  expect(ask(50, 39)).toEqual([]);
  expect(ask(48, 48)).toEqual([]);
});

test("an hour at 85 % of its limit and one at the limit count as close, one below or above it does not", () => {
  // The limit is 200 mg/m³.
  expect(count([169.9, 170, 190, 200, 200.1])).toEqual([5, 3]);
});

test("an hour in which nothing burns, or of which nothing tells whether it does, is no hour of production", () => {
  const standing = hoursOfDay([17, 20.9], { pollutant: "a19001", unit: "%" });

  expect(count([190, 190], standing)).toBeUndefined();
  expect(count([190, 190], [])).toBeUndefined();
  expect(count([], BURNING)).toBeUndefined();
});

test("of water the flow tells that it runs", () => {
  const flow = hoursOfDay([10, 0], { pollutant: "w00000", unit: "m3/h" });
  const cod = hoursOfDay([190, 190], { pollutant: "w01018", unit: "mg/L" });
  const facts = factsOf({ outlet: EFFLUENT, others: [...cod, ...flow], limits: [aLimit({ unit: "mg/L" })], period: DAY_PERIOD });

  expect(NEAR_LIMIT.count?.(facts)).toEqual([1, 1]);
});

test("a range, a limit that is none any more and a unit that cannot be compared give no share", () => {
  expect(count([190], BURNING, [aLimit({ comparator: "range", min: 0, max: 200 })])).toBeUndefined();
  expect(count([190], BURNING, [])).toBeUndefined();
  expect(count([190], BURNING, [aLimit({ unit: "mg/L" })])).toBeUndefined();
  expect(count([0], BURNING, [aLimit({ value: 0 })])).toBeUndefined();
});

test("the rule looks at outlets with a limit on hour means", () => {
  const applies = (basis: "hour-mean" | "day-mean", kind: "stack" | "boundary" = "stack") =>
    NEAR_LIMIT.appliesTo({ outlet: { ...STACK, kind }, pollutant: "a21026", bases: new Set([basis]) });

  expect([applies("hour-mean"), applies("day-mean"), applies("hour-mean", "boundary")]).toEqual([true, false, false]);
});
