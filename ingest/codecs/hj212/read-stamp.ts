import type { Instant } from "../../../core/time.ts";

/** Days before the first of each month in a common year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const DAYS_IN = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Leap days from year 1 to the end of 1969. */
const LEAP_DAYS_TO_1970 = 477;
const BEIJING_SHIFT_MS = 8 * 3_600_000;

/**
 * Reads the 14 digits `yyyyMMddHHmmss` at `bytes[at]` as Beijing time; `undefined` when a byte is no digit or they name
 * no moment. By arithmetic on the bytes: it gives what `parseBeijingStamp` of `core/time.ts` gives for the same digits,
 * without making a text or a `Date`.
 */
export function readStamp(bytes: Uint8Array, at: number): Instant | undefined {
  if (!areDigits(bytes, at, 14)) return undefined;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 4);
  const day = twoDigits(bytes, at + 6);
  if (year < 1_000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const hour = twoDigits(bytes, at + 8);
  const minute = twoDigits(bytes, at + 10);
  const second = twoDigits(bytes, at + 12);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = hour * 3_600 + minute * 60 + second;
  return (dayNumber(year, month, day) * 86_400_000 + seconds * 1_000 - BEIJING_SHIFT_MS) as Instant;
}

/** True when the `count` bytes at `at` are digits. A byte behind the end is no digit. */
export function areDigits(bytes: Uint8Array, at: number, count: number): boolean {
  if (at + count > bytes.length) return false;
  for (let i = at; i < at + count; i++) {
    const c = bytes[i] as number;
    if (c < 48 || c > 57) return false;
  }
  return true;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) * 10 + (bytes[at + 1] as number) - 528;
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (DAYS_IN[month - 1] as number);
}

/** Days since 1970-01-01 in the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - LEAP_DAYS_TO_1970;
  const leapDayOfYear = month > 2 && isLeap(year) ? 1 : 0;
  return (year - 1970) * 365 + leapDays + (DAYS_BEFORE[month - 1] as number) + leapDayOfYear + day - 1;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
