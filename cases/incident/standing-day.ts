import { collection } from "../../core/casework/collection.ts";
import { compareTexts } from "../../core/casework/column-value.ts";
import { type BeijingDate, beijingDate, HOUR, instant, type Period, plusDays, startOfBeijingDate } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import type { StandingEntry } from "./standing-entry.ts";
import type { Track } from "./track.ts";

/**
 * The findings of a track that stand and whose period touches one Beijing day. Two of them are always less than a day
 * apart, so that a day is of one incident, and an incident is a run of days that follow one another.
 */
export interface StandingDay {
  readonly id: string;
  readonly date: BeijingDate;
  /** `null` when nothing stands on that day any more. */
  readonly incident: string | null;
  /** By their start, then by finding. */
  readonly entries: readonly StandingEntry[];
}

/** How the days are stored. They are found by their ids; the order serves those who compare all of them. */
export const STANDING_DAYS = collection<StandingDay>({
  name: "standing-days",
  version: 1,
  fields: { day: { type: "instant", of: (row) => startOfBeijingDate(row.date) } },
  orders: { newest: { field: "day", direction: "descending" } },
});

/** The id of a day of a track. */
export function dayId(track: Track, date: BeijingDate): string {
  return `${track.id}|${date}`;
}

/** The day without anything that stands. */
export function emptyDay(track: Track, date: BeijingDate): StandingDay {
  return { id: dayId(track, date), date, incident: null, entries: [] };
}

/** The Beijing days that a period touches, in order; a moment touches the day in which it lies. */
export function datesOf(period: Period): readonly BeijingDate[] {
  return datesBetween(firstDateOf(period), lastDateOf(period));
}

/** The day in which a period begins. */
export function firstDateOf({ start }: Period): BeijingDate {
  return beijingDate(start);
}

/** The last day that a period touches. */
export function lastDateOf({ start, end }: Period): BeijingDate {
  return beijingDate(instant(Math.max(start, end - 1)));
}

/** The days before and after days that follow one another. */
export function besides(dates: readonly BeijingDate[]): readonly [BeijingDate, BeijingDate] {
  return [plusDays(dates[0] as BeijingDate, -1), plusDays(dates.at(-1) as BeijingDate, 1)];
}

/** The days from one to the other, both included. */
export function datesBetween(first: BeijingDate, last: BeijingDate): readonly BeijingDate[] {
  const dates: BeijingDate[] = [];
  for (let date = first; date <= last; date = plusDays(date, 1)) dates.push(date);
  return dates;
}

/** The day with an entry in the place of that of the same finding, or without it. */
export function withEntry(day: StandingDay, finding: string, entry: StandingEntry | undefined): StandingDay {
  const { entries } = day;
  const place = entries.findIndex((e) => e.finding === finding);
  // A finding keeps its period, so its entry keeps its place.
  if (place >= 0 && entry !== undefined) return { ...day, entries: entries.with(place, entry) };
  if (place >= 0) return { ...day, entries: entries.toSpliced(place, 1) };
  return entry === undefined ? day : { ...day, entries: [...entries, entry].sort(byStart) };
}

function byStart(a: StandingEntry, b: StandingEntry): number {
  return a.start - b.start || compareTexts(a.finding, b.finding);
}

/** The span of what stands on a day on which something does. */
export function spanOf({ entries }: Pick<StandingDay, "entries">): Period {
  const start = entries.reduce((least, e) => Math.min(least, e.start), Number.POSITIVE_INFINITY);
  const end = entries.reduce((most, e) => Math.max(most, e.end), Number.NEGATIVE_INFINITY);
  return { start: instant(start), end: instant(end) };
}

/** True when what stands on two days that follow one another is less than a day apart. */
export function areOne(day: StandingDay, next: StandingDay): boolean {
  if (day.entries.length === 0 || next.entries.length === 0 || plusDays(day.date, 1) !== next.date) return false;
  return spanOf(next).start - spanOf(day).end < FIGURES.joiningFindings.value * HOUR;
}
