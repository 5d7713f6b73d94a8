/**
 * Instants, durations and the Beijing calendar. The only file of the pure rooms that may use `Date`, and only to
 * compute, never to ask what time it is.
 *
 * Beijing time is UTC+8 all year (no daylight saving), so every conversion is a fixed shift of eight hours.
 */

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. Never a local time. */
export type Instant = number & { readonly __instant: "ms-utc" };

/** A span of time in milliseconds. */
export type DurationMs = number & { readonly __duration: "ms" };

/** A natural day, month or other calendar date in Beijing: `2026-11-23`. */
export type BeijingDate = string & { readonly __date: "beijing" };

export const SECOND = 1_000 as DurationMs;
export const MINUTE = 60_000 as DurationMs;
export const HOUR = 3_600_000 as DurationMs;
export const DAY = 86_400_000 as DurationMs;
const BEIJING_SHIFT = 8 * 3_600_000;

/** The first and the last moment that can be written as a date. */
export const FIRST_INSTANT = -8_640_000_000_000_000 as Instant;
export const LAST_INSTANT = 8_640_000_000_000_000 as Instant;

/** Marks a number of milliseconds since the epoch as an instant. */
export function instant(ms: number): Instant {
  return ms as Instant;
}

/** The instant `duration` after (or, when negative, before) `at`. */
export function plus(at: Instant, duration: number): Instant {
  return (at + duration) as Instant;
}

/** The instant as the wire and the logs write it: `2026-11-23T00:00:00.000Z`. */
export function formatIso(at: Instant): string {
  return new Date(at).toISOString();
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads an ISO 8601 date and time with an offset; `undefined` when the offset is missing or a part is outside its
 * range. A time without an offset is refused on purpose: only HJ 212 is Beijing time by definition.
 */
export function parseIso(text: string): Instant | undefined {
  return parsePlainIso(text) ?? parseAnyIso(text);
}

/** Minutes in UTC that were read lately: nearly all times of a day come in the same few. */
const MINUTES = new Map<string, number>();
const MOST_MINUTES = 4_096;
const WITH_MS = "2026-11-23T00:00:00.000Z".length;
const [COLON, POINT, ZERO] = [58, 46, 48];

/** The form that programs write, `2026-11-23T00:00:00.000Z`, in a minute that is known; `undefined` for all others. */
function parsePlainIso(text: string): Instant | undefined {
  if (text.length !== WITH_MS || !text.endsWith("Z") || text.charCodeAt(16) !== COLON || text.charCodeAt(19) !== POINT) {
    return undefined;
  }
  const second = digitAt(text, 17) * 10 + digitAt(text, 18);
  const ms = digitAt(text, 20) * 100 + digitAt(text, 21) * 10 + digitAt(text, 22);
  // Not a number where a digit is none.
  if (!(second <= 59 && ms <= 999)) return undefined;
  const minute = text.slice(0, 16);
  const start = MINUTES.get(minute) ?? learnMinute(minute);
  return start === undefined ? undefined : instant(start + second * SECOND + ms);
}

function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

function learnMinute(minute: string): number | undefined {
  const start = parseAnyIso(`${minute}Z`);
  if (start === undefined) return undefined;
  if (MINUTES.size >= MOST_MINUTES) MINUTES.clear();
  MINUTES.set(minute, start);
  return start;
}

function parseAnyIso(text: string): Instant | undefined {
  const m = ISO.exec(text);
  if (m === null) return undefined;
  const [, y, mo, d, h, mi, s = "0", fraction = "0", zone = "Z"] = m;
  const local = utcOf({ y: Number(y), mo: Number(mo), d: Number(d), h: Number(h), mi: Number(mi), s: Number(s) });
  if (local === undefined) return undefined;
  const shift = offsetMs(zone);
  if (shift === undefined) return undefined;
  return instant(local + Math.floor(Number(`0.${fraction}`) * 1000) - shift);
}

function offsetMs(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

interface CalendarParts {
  readonly y: number;
  readonly mo: number;
  readonly d: number;
  readonly h: number;
  readonly mi: number;
  readonly s: number;
}

function utcOf(p: CalendarParts): number | undefined {
  if (p.mo < 1 || p.mo > 12 || p.d < 1 || p.h > 23 || p.mi > 59 || p.s > 59 || p.y < 1000) return undefined;
  const ms = Date.UTC(p.y, p.mo - 1, p.d, p.h, p.mi, p.s);
  return new Date(ms).getUTCDate() === p.d ? ms : undefined;
}

const STAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})?$/;

/**
 * Reads an HJ 212 time stamp in Beijing time: `yyyyMMddHHmmss`, or 17 digits with milliseconds (QN). `undefined` when
 * it is not digits of that length or names no real moment (31 February, hour 24).
 * @see docs/sources.md#hj-212-time
 */
export function parseBeijingStamp(text: string): Instant | undefined {
  const m = STAMP.exec(text);
  if (m === null) return undefined;
  const [, y, mo, d, h, mi, s, ms = "0"] = m;
  const local = utcOf({ y: Number(y), mo: Number(mo), d: Number(d), h: Number(h), mi: Number(mi), s: Number(s) });
  return local === undefined ? undefined : instant(local - BEIJING_SHIFT + Number(ms));
}

/** Writes an instant as `yyyyMMddHHmmss` in Beijing time, with milliseconds when `withMs` (the form of QN). */
export function formatBeijingStamp(at: Instant, withMs = false): string {
  const digits = new Date(at + BEIJING_SHIFT).toISOString().replace(/\D/g, "");
  return withMs ? digits.slice(0, 17) : digits.slice(0, 14);
}

/** The natural day in Beijing that contains `at`. */
export function beijingDate(at: Instant): BeijingDate {
  const day = Math.floor((at + BEIJING_SHIFT) / DAY);
  const known = DATES.get(day);
  if (known !== undefined) return known;
  const date = new Date(at + BEIJING_SHIFT).toISOString().slice(0, 10) as BeijingDate;
  if (DATES.size >= MOST_DATES) DATES.clear();
  DATES.set(day, date);
  return date;
}

/** The calendar is asked for every reading, mostly of the same few days. */
const DATES = new Map<number, BeijingDate>();
const MOST_DATES = 4_096;

/** The wall clock in Beijing as people write it: `2026-11-23 08:05`. */
export function formatBeijing(at: Instant): string {
  return new Date(at + BEIJING_SHIFT).toISOString().slice(0, 16).replace("T", " ");
}

/** Reads `2026-11-23`; `undefined` when it is not a date of the calendar. */
export function parseBeijingDate(text: string): BeijingDate | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (m === null) return undefined;
  const ms = utcOf({ y: Number(m[1]), mo: Number(m[2]), d: Number(m[3]), h: 0, mi: 0, s: 0 });
  return ms === undefined ? undefined : (text as BeijingDate);
}

/** Midnight in Beijing at which the date begins. */
export function startOfBeijingDate(date: BeijingDate): Instant {
  const known = STARTS.get(date);
  if (known !== undefined) return known;
  const start = instant(Date.parse(`${date}T00:00:00.000Z`) - BEIJING_SHIFT);
  if (STARTS.size >= MOST_DATES) STARTS.clear();
  STARTS.set(date, start);
  return start;
}

const STARTS = new Map<BeijingDate, Instant>();

/** Midnight in Beijing at which the natural day that contains `at` begins. */
export function startOfBeijingDay(at: Instant): Instant {
  return instant(Math.floor((at + BEIJING_SHIFT) / DAY) * DAY - BEIJING_SHIFT);
}

/** The start of the calendar's half-month, from the 1st or the 16th on, that contains `at` in Beijing. */
export function startOfHalfMonth(at: Instant): Instant {
  const date = beijingDate(at);
  return startOfBeijingDate(`${date.slice(0, 8)}${date.slice(8) < "16" ? "01" : "16"}` as BeijingDate);
}

/** The end of the half-month that begins at `start`: seventeen days later is always in the one after it. */
export function endOfHalfMonth(start: Instant): Instant {
  return startOfHalfMonth(plus(start, 17 * DAY));
}

/** The date `days` after (or before) `date`. */
export function plusDays(date: BeijingDate, days: number): BeijingDate {
  return beijingDate(plus(startOfBeijingDate(date), days * DAY));
}

/** Day of the week in Beijing, 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: BeijingDate): number {
  return new Date(`${date}T00:00:00.000Z`).getUTCDay() || 7;
}

/** The whole hour that contains `at`. Beijing and UTC hours begin together. */
export function startOfHour(at: Instant): Instant {
  return instant(Math.floor(at / HOUR) * HOUR);
}

/** A half-open span `[start, end)`. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}
