import { expect, test } from "vitest";
import {
  beijingDateTime,
  clockSpan,
  dayWord,
  fromAxis,
  fromFieldValue,
  shortDate,
  startOfBeijingDay,
  toAxis,
  toFieldValue,
} from "./beijing-time.ts";

const at = (iso: string): number => Date.parse(iso);

test("a moment is written on the Beijing clock, eight hours ahead of UTC", () => {
  expect(beijingDateTime(at("2026-11-22T16:05:00Z"))).toBe("2026-11-23 00:05");
  expect(beijingDateTime(at("2026-12-31T16:00:00Z"))).toBe("2027-01-01 00:00");
});

test("the day begins at midnight in Beijing, not in UTC", () => {
  expect(startOfBeijingDay(at("2026-11-22T15:59:59Z"))).toBe(at("2026-11-21T16:00:00Z"));
  expect(startOfBeijingDay(at("2026-11-22T16:00:00Z"))).toBe(at("2026-11-22T16:00:00Z"));
});

test("today and yesterday change at midnight in Beijing", () => {
  const now = at("2026-11-23T00:30:00+08:00");

  expect(dayWord(at("2026-11-22T23:59:00+08:00"), now)).toBe("yesterday");
  expect(dayWord(at("2026-11-23T23:59:00+08:00"), now)).toBe("today");
  expect(dayWord(at("2026-11-24T00:00:00+08:00"), now)).toBe("tomorrow");
  expect(dayWord(at("2026-11-21T23:59:00+08:00"), now)).toBe("other");
});

test("an hour that ends at midnight ends at 24:00", () => {
  expect(clockSpan(at("2026-11-23T23:00:00+08:00"), at("2026-11-24T00:00:00+08:00"))).toBe("23:00-24:00");
  expect(clockSpan(at("2026-11-23T08:00:00+08:00"), at("2026-11-23T09:00:00+08:00"))).toBe("08:00-09:00");
});

test("the year is left out when it is this year's", () => {
  const now = at("2026-11-23T00:30:00+08:00");

  expect(shortDate(at("2026-01-02T08:00:00+08:00"), now)).toBe("01-02");
  expect(shortDate(at("2025-12-31T23:00:00+08:00"), now)).toBe("2025-12-31");
});

test("a date and time field is Beijing time whatever the browser's zone", () => {
  expect(fromFieldValue("2026-11-23T08:05")).toBe("2026-11-23T00:05:00.000Z");
  expect(toFieldValue(at("2026-11-23T00:05:00Z"))).toBe("2026-11-23T08:05");
});

test("an empty or impossible field is no time", () => {
  expect(fromFieldValue("")).toBeUndefined();
  expect(fromFieldValue("2026-13-40T99:99")).toBeUndefined();
});

test("the axis reads the Beijing clock in UTC mode and comes back unchanged", () => {
  const moment = at("2026-11-23T00:00:00+08:00");

  expect(new Date(toAxis(moment)).toISOString()).toBe("2026-11-23T00:00:00.000Z");
  expect(fromAxis(toAxis(moment))).toBe(moment);
});
