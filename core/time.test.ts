import { expect, test } from "vitest";
import {
  beijingDate,
  DAY,
  formatBeijingStamp,
  formatIso,
  instant,
  parseBeijingDate,
  parseBeijingStamp,
  parseIso,
  plus,
  startOfBeijingDate,
  startOfBeijingDay,
} from "./time.ts";

test.each([
  ["2026-11-23T08:00:00+08:00", "2026-11-23T00:00:00.000Z"],
  ["2026-11-23T08:00+0800", "2026-11-23T00:00:00.000Z"],
  ["2026-11-22T18:30:00.5-05:30", "2026-11-23T00:00:00.500Z"],
  ["2026-11-23T14:00:00+14:00", "2026-11-23T00:00:00.000Z"],
  ["2026-11-23T00:00:00Z", "2026-11-23T00:00:00.000Z"],
  ["2026-11-23T00:00:59.999Z", "2026-11-23T00:00:59.999Z"],
])("%s is the instant %s", (text, iso) => {
  const at = parseIso(text);

  expect(at !== undefined && formatIso(at)).toBe(iso);
});

test.each([
  ["it has no offset", "2026-11-23T08:00:00"],
  ["no clock is fifteen hours ahead", "2026-11-23T08:00:00+15:00"],
  ["an offset has at most 59 minutes", "2026-11-23T08:00:00+08:60"],
  ["there is no 31 February", "2026-02-31T08:00:00Z"],
  ["there is no 31 February, to the millisecond", "2026-02-31T08:00:00.000Z"],
  ["a minute has no second 61", "2026-11-23T08:00:61.000Z"],
  ["a letter is no digit", "2026-11-23T08:00:0a.000Z"],
  ["a blank is no digit", "2026-11-23T08:00:00.0 0Z"],
  ["a comma is no point", "2026-11-23T08:00:00,000Z"],
  ["a point is no colon", "2026-11-23T08:00.00.000Z"],
])("a time is refused when %s", (_why, text) => {
  expect(parseIso(text)).toBeUndefined();
});

test("times of more minutes than are remembered are read as before", () => {
  const start = Date.UTC(2026, 10, 23);
  for (let minute = 0; minute < 5_000; minute++) {
    const at = instant(start + minute * 60_000 + 59_007);
    expect(parseIso(formatIso(at))).toBe(at);
  }
});

test("a stamp is written in Beijing time, with milliseconds only when they are asked for", () => {
  const at = instant(Date.UTC(2026, 10, 22, 23, 5, 9, 7));

  expect(formatBeijingStamp(at)).toBe("20261123070509");
  expect(formatBeijingStamp(at, true)).toBe("20261123070509007");
});

test.each([
  ["2026-02-28", "2026-02-28"],
  ["2026-02-29", undefined],
  ["2026-2-28", undefined],
  ["20260228", undefined],
])("%s as a date is %s", (text, date) => {
  expect(parseBeijingDate(text)).toBe(date);
});

test("the day of Beijing changes at 16:00 UTC, however many days were asked for before", () => {
  for (let day = 0; day < 5_000; day++) beijingDate(instant(day * DAY));

  expect(beijingDate(instant(Date.UTC(2026, 10, 22, 15, 59, 59)))).toBe("2026-11-22");
  expect(beijingDate(instant(Date.UTC(2026, 10, 22, 16)))).toBe("2026-11-23");
  expect(beijingDate(instant(0))).toBe("1970-01-01");
});

test("a stamp of HJ 212 is Beijing time, to the second or to the millisecond", () => {
  expect(parseBeijingStamp("20261123080000")).toBe(Date.UTC(2026, 10, 23, 0, 0, 0));
  expect(parseBeijingStamp("20261123075959999")).toBe(Date.UTC(2026, 10, 22, 23, 59, 59, 999));
});

test.each(["", "2026112308", "202611230800001", "20260231000000", "20261123240000"])("no moment is the stamp '%s'", (stamp) => {
  expect(parseBeijingStamp(stamp)).toBeUndefined();
});

test("a date begins at its midnight in Beijing, however many dates were asked for before", () => {
  const first = instant(Date.UTC(2000, 0, 1, -8));
  const days = Array.from({ length: 10_000 }, (_, n) => plus(first, n * DAY));

  expect(days.map((day) => startOfBeijingDate(beijingDate(day)))).toEqual(days);
  expect(days.map((day) => startOfBeijingDay(plus(day, DAY - 1)))).toEqual(days);
  expect(startOfBeijingDate(beijingDate(first))).toBe(first);
});
