import type { Basis } from "../../../../core/readings/reading.ts";
import { addDays, addMonths, type Day, dayOf, firstOfMonth, isDay, mondayOf, startOfDay } from "../../format/beijing-days.ts";
import { HOUR } from "../../format/beijing-time.ts";

export const ROLLING_HOURS = { "6h": 6, "24h": 24, "3d": 72, "7d": 168, "30d": 720 } as const;

/** The time up to now. */
export type Rolling = keyof typeof ROLLING_HOURS;
export const ROLLING = Object.keys(ROLLING_HOURS) as readonly Rolling[];

/** Days of the calendar in Beijing. */
export const CALENDAR = ["day", "week", "month", "free", "two-days"] as const;
export type Calendar = (typeof CALENDAR)[number];

export const BASES: readonly Basis[] = ["realtime", "minute", "hour", "day"];

/** How many quantities are looked at beside the first one. */
export const MOST_BESIDE = 3;

/** What is looked at, as the address says it. */
export interface OutletView {
  readonly pollutant: string | undefined;
  readonly basis: Basis;
  readonly range: Rolling | Calendar;
  /** The day, or one of the week or the month; the first of a free range. */
  readonly day: Day;
  /** The last day of a free range. */
  readonly until: Day;
  /** The day that is compared with the first. */
  readonly other: Day;
  /** Further quantities over the same axis of time. */
  readonly beside: readonly string[];
}

/** Reads the address; what it does not say, or says wrongly, is as usual. */
export function viewOf(search: URLSearchParams, now: number): OutletView {
  const today = dayOf(now);
  const dayIn = (name: string, usual: Day): Day => {
    const text = search.get(name) ?? "";
    return isDay(text) ? text : usual;
  };
  const range = [...ROLLING, ...CALENDAR].find((r) => r === search.get("range")) ?? "24h";
  const basis = BASES.find((b) => b === search.get("basis")) ?? "hour";
  const day = dayIn("day", range === "free" ? addDays(today, -6) : today);
  const [until, first] = [dayIn("until", today), day].sort().reverse() as [Day, Day];
  return {
    pollutant: search.get("pollutant") ?? undefined,
    // A day has no mean of days to compare.
    basis: range === "two-days" && basis === "day" ? "hour" : basis,
    range,
    day: range === "free" ? first : day,
    until,
    other: dayIn("other", addDays(day, -1)),
    beside: [...new Set((search.get("with") ?? "").split(",").filter((code) => code !== ""))].slice(0, MOST_BESIDE),
  };
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export function isRolling(range: OutletView["range"]): range is Rolling {
  return Object.hasOwn(ROLLING_HOURS, range);
}

/** From when until when; `upTo` is the end of a range that moves on with time. */
export function spanOf({ range, day, until }: OutletView, upTo: number): Span {
  if (isRolling(range)) return { from: upTo - ROLLING_HOURS[range] * HOUR, to: upTo };
  const [first, last] = daysOf({ range, day, until });
  return { from: startOfDay(first), to: startOfDay(addDays(last, 1)) };
}

/** The first and the last day of a range of the calendar. */
export function daysOf({
  range,
  day,
  until,
}: Pick<OutletView, "day" | "until"> & { readonly range: Calendar }): readonly [Day, Day] {
  switch (range) {
    case "day":
    case "two-days":
      return [day, day];
    case "week":
      return [mondayOf(day), addDays(mondayOf(day), 6)];
    case "month":
      return [firstOfMonth(day), addDays(addMonths(firstOfMonth(day), 1), -1)];
    case "free":
      return [day, until];
  }
}

/** The range before (-1) or after (1) of the same kind: what changes in the address. */
export function neighbour(view: OutletView & { readonly range: Calendar }, step: -1 | 1): Readonly<Record<string, Day>> {
  const { range, day, until, other } = view;
  switch (range) {
    case "day":
      return { day: addDays(day, step) };
    case "two-days":
      return { day: addDays(day, step), other: addDays(other, step) };
    case "week":
      return { day: addDays(mondayOf(day), 7 * step) };
    case "month":
      return { day: addMonths(firstOfMonth(day), step) };
    case "free": {
      const length = Math.round((Date.parse(until) - Date.parse(day)) / 86_400_000) + 1;
      return { day: addDays(day, step * length), until: addDays(until, step * length) };
    }
  }
}
