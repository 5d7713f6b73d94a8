/**
 * Beijing time is UTC+8 all year: a fixed shift, whatever zone the browser is in. All instants here are milliseconds
 * since the epoch.
 */

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
const SHIFT = 8 * HOUR;

/** The instant moved so that its UTC parts read as the Beijing wall clock: what a chart axis in UTC mode wants. */
export function toAxis(at: number): number {
  return at + SHIFT;
}

/** Back from the axis. */
export function fromAxis(at: number): number {
  return at - SHIFT;
}

function wall(at: number): string {
  return new Date(at + SHIFT).toISOString();
}

/** `2026-11-23` */
export function beijingDate(at: number): string {
  return wall(at).slice(0, 10);
}

/** `08:05` */
export function beijingTime(at: number): string {
  return wall(at).slice(11, 16);
}

/** `2026-11-23 08:05` */
export function beijingDateTime(at: number): string {
  return wall(at).slice(0, 16).replace("T", " ");
}

/** `2026-11-23 08:05:09` */
export function beijingSecond(at: number): string {
  return wall(at).slice(0, 19).replace("T", " ");
}

/** Midnight in Beijing at which the day of `at` began. */
export function startOfBeijingDay(at: number): number {
  return Math.floor((at + SHIFT) / DAY) * DAY - SHIFT;
}

/** Which day a person would call it, seen from `now`. */
export function dayWord(at: number, now: number): "today" | "yesterday" | "tomorrow" | "other" {
  const days = (startOfBeijingDay(at) - startOfBeijingDay(now)) / DAY;
  if (days === 0) return "today";
  if (days === -1) return "yesterday";
  return days === 1 ? "tomorrow" : "other";
}

/** The day without the year when it is this year's: `11-22`, else `2025-11-22`. */
export function shortDate(at: number, now: number): string {
  const date = beijingDate(at);
  return date.slice(0, 4) === beijingDate(now).slice(0, 4) ? date.slice(5) : date;
}

/** A period on the wall clock, its end as people write it: `08:00-09:00`; midnight at the end is `24:00`. */
export function clockSpan(start: number, end: number): string {
  const isMidnight = end > start && startOfBeijingDay(end) === end;
  return `${beijingTime(start)}-${isMidnight ? "24:00" : beijingTime(end)}`;
}

/** What a `datetime-local` field shows for the instant, in Beijing time. */
export function toFieldValue(at: number): string {
  return wall(at).slice(0, 16);
}

/** Reads a `datetime-local` field as Beijing time; `undefined` when it is empty or no date. */
export function fromFieldValue(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const ms = Date.parse(`${text.slice(0, 16)}:00.000+08:00`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
