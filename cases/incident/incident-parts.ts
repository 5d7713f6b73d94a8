import type { BeijingDate, Instant } from "../../core/time.ts";
import { type Highest, higherOf, highestOf } from "./highest.ts";
import type { Incident } from "./incident.ts";
import { countOf, NONE_STANDING, plusCounts, type StandingCounts } from "./standing-counts.ts";
import { areOne, firstDateOf, lastDateOf, type StandingDay, spanOf } from "./standing-day.ts";
import type { StandingEntry } from "./standing-entry.ts";

/** The days of an incident, the first and the last one included. */
export interface DaySpan {
  readonly first: BeijingDate;
  readonly last: BeijingDate;
}

/** The days that an incident covers. */
export function daysOf({ from, to }: Pick<Incident, "from" | "to">): DaySpan {
  return { first: firstDateOf({ start: from, end: to }), last: lastDateOf({ start: from, end: to }) };
}

/**
 * What is left of an incident after days in its middle changed: runs of days in order, each less than a day from the
 * next within. `days` are those that changed and their neighbours; beyond them nothing moved.
 */
export function partsLeft(incident: Incident, days: readonly StandingDay[]): readonly DaySpan[] {
  const whole = daysOf(incident);
  const own = days.filter((d) => d.incident === incident.id && d.entries.length > 0);
  const runs: { first: StandingDay; last: StandingDay }[] = [];
  for (const day of own) {
    const run = runs.at(-1);
    if (run !== undefined && areOne(run.last, day)) run.last = day;
    else runs.push({ first: day, last: day });
  }
  const [begin, end] = [days[0]?.date, days.at(-1)?.date];
  return runs.map(({ first, last }) => ({
    first: first.date === begin ? whole.first : first.date,
    last: last.date === end ? whole.last : last.date,
  }));
}

/** What stands on some days of one incident. */
export interface StandingSum {
  readonly from: Instant;
  readonly to: Instant;
  readonly standing: StandingCounts;
  readonly highest: Highest | null;
  /** Each finding once, by its start. */
  readonly entries: readonly StandingEntry[];
}

/** Sums up days on which something stands; a finding that lasts several days counts once. */
export function sumOf(days: readonly StandingDay[]): StandingSum {
  const byFinding = new Map(days.flatMap((d) => d.entries.map((e) => [e.finding, e] as const)));
  const entries = [...byFinding.values()];
  const { start, end } = spanOf({ entries });
  return {
    from: start,
    to: end,
    standing: entries.reduce((sum, e) => plusCounts(sum, countOf(e)), NONE_STANDING),
    highest: entries.reduce<Highest | null>((top, e) => higherOf(top, highestOf(e)), null),
    entries,
  };
}
