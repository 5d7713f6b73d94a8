import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, addMonths, dayOf, isDay, mondayOf, movedDay, startOfDay, weekdayOf, weeksOfMonth } from "./beijing-days.ts";

test("a day begins at midnight in Beijing, and an instant lies in the day of Beijing", () => {
  expect(new Date(startOfDay("2026-12-01")).toISOString()).toBe("2026-11-30T16:00:00.000Z");
  expect(dayOf(Date.parse("2026-11-30T16:00:00Z"))).toBe("2026-12-01");
  expect(dayOf(Date.parse("2026-11-30T15:59:59Z"))).toBe("2026-11-30");
});

test("only days that the calendar has are days", () => {
  expect(["2026-11-23", "2028-02-29", "2026-02-29", "2026-13-01", "2026-1-1", "", "today"].map(isDay)).toEqual([
    ...[true, true, false, false, false, false, false],
  ]);
});

test("a month is added with its own length", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
  expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
  expect(addMonths("2026-12-31", 12)).toBe("2027-12-31");
});

test("a week begins on Monday", () => {
  // 2026-11-23 is a Monday.
  expect(["2026-11-23", "2026-11-29", "2026-11-30"].map(mondayOf)).toEqual(["2026-11-23", "2026-11-23", "2026-11-30"]);
  expect(["2026-11-23", "2026-11-29"].map(weekdayOf)).toEqual([1, 0]);
});

test("a month is shown in whole weeks", () => {
  const weeks = weeksOfMonth("2026-11-15");

  expect(weeks.map((week) => [week[0], week[6]])).toEqual([
    ["2026-10-26", "2026-11-01"],
    ["2026-11-02", "2026-11-08"],
    ["2026-11-09", "2026-11-15"],
    ["2026-11-16", "2026-11-22"],
    ["2026-11-23", "2026-11-29"],
    ["2026-11-30", "2026-12-06"],
  ]);
  // February 2027 begins on a Monday and has four weeks.
  expect(weeksOfMonth("2027-02-10")).toHaveLength(4);
});

test("arrows lead by a day and a week, Home and End to the ends of the week, PageUp and PageDown by a month, with Shift by a year", () => {
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "x"];

  expect(keys.map((key) => movedDay("2026-11-25", key, false))).toEqual([
    ...[
      "2026-11-24",
      "2026-11-26",
      "2026-11-18",
      "2026-12-02",
      "2026-11-23",
      "2026-11-29",
      "2026-10-25",
      "2026-12-25",
      undefined,
    ],
  ]);
  expect(["PageUp", "PageDown"].map((key) => movedDay("2028-02-29", key, true))).toEqual(["2027-02-28", "2029-02-28"]);
});

test("every day stands once among the weeks of its month, and every key leads to a day", () => {
  const days = fc.integer({ min: -20_000, max: 40_000 }).map((count) => addDays("2026-01-01", count));
  const keys = fc.constantFrom("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown");
  fc.assert(
    fc.property(days, keys, fc.boolean(), (day, key, isShift) => {
      expect(
        weeksOfMonth(day)
          .flat()
          .filter((other) => other === day),
      ).toEqual([day]);
      expect(isDay(movedDay(day, key, isShift) ?? "")).toBe(true);
    }),
  );
});
