import fc from "fast-check";
import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import { DAY, instant } from "../../core/time.ts";
import { at, day } from "../../tests/support/hour-facts.ts";
import { addWorkingDays, addWorkingHours, isWorkingDay } from "./working-time.ts";

// 23 November 2026 is a Monday.
test.each([
  ["within the morning", "2026-11-23T08:30", 2, "2026-11-23T10:30"],
  ["to the very end of the morning", "2026-11-23T08:00", 4, "2026-11-23T12:00"],
  ["over the midday break", "2026-11-23T11:00", 2, "2026-11-23T15:00"],
  ["from within the break", "2026-11-23T13:00", 1, "2026-11-23T15:00"],
  ["from before the office opens", "2026-11-23T03:00", 1, "2026-11-23T09:00"],
  ["over the night", "2026-11-23T17:00", 4, "2026-11-24T11:00"],
  ["over the weekend", "2026-11-27T17:00", 4, "2026-11-30T11:00"],
  ["from a Sunday", "2026-11-29T10:00", 8, "2026-11-30T18:00"],
])("working hours run %s", (_, from, hours, expected) => {
  expect(addWorkingHours(at(`${from}:00+08:00`), hours, WEEKDAYS_ONLY)).toBe(at(`${expected}:00+08:00`));
});

test.each([
  ["the day it begins on is not counted", "2026-11-23T08:00", 1, "2026-11-24T18:00"],
  ["a weekend is skipped", "2026-11-27T08:00", 1, "2026-11-30T18:00"],
  ["15 working days are three weeks", "2026-11-23T09:00", 15, "2026-12-14T18:00"],
])("in working days %s", (_, from, days, expected) => {
  expect(addWorkingDays(at(`${from}:00+08:00`), days, WEEKDAYS_ONLY)).toBe(at(`${expected}:00+08:00`));
});

test("a holiday does not count and a make-up Saturday does", () => {
  const calendar = { holidays: new Set([day("2026-11-24")]), makeUpDays: new Set([day("2026-11-28")]) };

  expect(isWorkingDay(day("2026-11-24"), calendar)).toBe(false);
  expect(isWorkingDay(day("2026-11-28"), calendar)).toBe(true);
  expect(isWorkingDay(day("2026-11-29"), calendar)).toBe(false);
  expect(addWorkingHours(at("2026-11-23T17:00:00+08:00"), 2, calendar)).toBe(at("2026-11-25T09:00:00+08:00"));
  expect(addWorkingDays(at("2026-11-27T09:00:00+08:00"), 1, calendar)).toBe(at("2026-11-28T18:00:00+08:00"));
});

test("working hours added one after the other are the same as added at once", () => {
  const start = fc.integer({ min: 0, max: 14 * DAY }).map((ms) => instant(at("2026-11-23T00:00:00+08:00") + ms));

  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (from, a, b) => {
      expect(addWorkingHours(addWorkingHours(from, a, WEEKDAYS_ONLY), b, WEEKDAYS_ONLY)).toBe(
        addWorkingHours(from, a + b, WEEKDAYS_ONLY),
      );
    }),
  );
});
