import { expect, test } from "vitest";
import { at } from "../../tests/support/hour-facts.ts";
import { aTagged } from "../../tests/support/tag-facts.ts";
import { HOUR, plus } from "../time.ts";
import { budgetPeriod, usedOfBudget } from "./tag-budget.ts";
import { tagDeadline } from "./tag-deadline.ts";

const YEAR = { tags: ["starting", "unit-fault"], hours: 60, per: "year" } as const;

test.each([
  ["2026-12-31T23:59:59+08:00", "year", "2026-01-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00"],
  ["2026-01-01T00:00:00+08:00", "quarter", "2026-01-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00"],
  ["2026-03-31T23:59:59+08:00", "quarter", "2026-01-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00"],
  ["2026-12-01T08:00:00+08:00", "quarter", "2026-10-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00"],
] as const)("at 00:00 on the first of a quarter or a year a budget begins anew: %s lies in its %s", (moment, per, start, end) => {
  expect(budgetPeriod(at(moment), per)).toEqual({ start: at(start), end: at(end) });
});

test("of a budget is used what tags of its kinds say of the place until a moment, in its year alone", () => {
  const newYear = at("2026-01-01T00:00:00+08:00");
  const tags = [
    aTagged({ tag: "starting", unit: "f1", from: plus(newYear, -2 * HOUR), endsAt: plus(newYear, 3 * HOUR) }),
    aTagged({ tag: "unit-fault", unit: "f1", from: plus(newYear, 10 * HOUR), endsAt: plus(newYear, 14 * HOUR) }),
    aTagged({ tag: "stopped", unit: "f1", from: plus(newYear, 20 * HOUR), endsAt: plus(newYear, 40 * HOUR) }),
    aTagged({ tag: "starting", unit: "f2", from: newYear, endsAt: plus(newYear, 4 * HOUR) }),
  ];

  expect(usedOfBudget(tags, { place: "f1", budget: YEAR, until: plus(newYear, 12 * HOUR) })).toBe(5 * HOUR);
  expect(usedOfBudget(tags, { place: "f1", budget: YEAR, until: newYear })).toBe(2 * HOUR);
});

test("data may be tagged until noon of the next day in Beijing, or so many hours after their end", () => {
  const period = { start: at("2026-11-23T23:00:00+08:00"), end: at("2026-11-24T00:00:00+08:00") };

  expect(tagDeadline(period, { hourOfNextDay: 12 })).toBe(at("2026-11-24T12:00:00+08:00"));
  expect(tagDeadline(period, { hoursAfter: 1 })).toBe(at("2026-11-24T01:00:00+08:00"));
  expect(tagDeadline(period, {})).toBe(at("2026-11-24T00:00:00+08:00"));
});

test("what was heard of after that may be tagged for some hours from then on", () => {
  const period = { start: at("2026-11-23T08:00:00+08:00"), end: at("2026-11-23T09:00:00+08:00") };
  const noon = at("2026-11-24T12:00:00+08:00");

  expect(tagDeadline(period, { hourOfNextDay: 12 }, { at: plus(noon, -1), grace: 24 })).toBe(noon);
  expect(tagDeadline(period, { hourOfNextDay: 12 }, { at: noon, grace: 24 })).toBe(plus(noon, 24 * HOUR));
});
