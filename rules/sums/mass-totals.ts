import { carried } from "../../core/readings/number-text.ts";
import { DAY, HOUR, type Instant, type Period, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { type CalendarPeriod, periodAt } from "./calendar-periods.ts";
import type { HourMass } from "./mass-of-hours.ts";

/** What was emitted in a period, and what the sum is made of. */
export interface MassTotal {
  readonly period: Period;
  readonly kg: number;
  /** The part of it that stands for missing hours. */
  readonly substitutedKg: number;
  readonly hours: Readonly<Record<HourMass["is"], number>>;
}

/** The mass of each period of the calendar of which an hour is known, in order. */
export function massTotals(masses: readonly HourMass[], by: CalendarPeriod): readonly MassTotal[] {
  const totals = new Map<Instant, { period: Period; masses: HourMass[] }>();
  let last: Period | undefined;
  for (const mass of masses) {
    if (last === undefined || mass.start >= last.end) last = periodAt(by, mass.start);
    const total = totals.get(last.start) ?? { period: last, masses: [] };
    totals.set(last.start, total);
    total.masses.push(mass);
  }
  return [...totals.values()].map(({ period, masses: own }) => ({ period, ...totalOf(own) }));
}

/** The mass of these hours together. */
export function totalOf(masses: readonly HourMass[]): Omit<MassTotal, "period"> {
  const hours = { measured: 0, substituted: 0, stopped: 0, undecided: 0 };
  let [kg, substitutedKg] = [0, 0];
  for (const mass of masses) {
    hours[mass.is] += 1;
    if (mass.is === "measured" || mass.is === "substituted") kg += mass.kg;
    if (mass.is === "substituted") substitutedKg += mass.kg;
  }
  return { kg: carried(kg), substitutedKg: carried(substitutedKg), hours };
}

/** From when on hours tell how a year goes on. */
export function forecastFrom(upTo: Instant): Instant {
  return plus(upTo, -FIGURES.massForecast.value * DAY);
}

/**
 * The mass at the end of the year, in kg: what there is, and for each hour that is left the mean of the last 30 days of
 * which a mass is known (hours at which the plant stood still have none). `null` where there is no such hour.
 * @param masses those of the year so far and of the days before it, in order, up to `upTo`
 */
export function massAtEndOfYear(masses: readonly HourMass[], upTo: Instant): number | null {
  const year = periodAt("year", (upTo - 1) as Instant);
  const soFar = totalOf(masses.filter(({ start }) => start >= year.start));
  const last = totalOf(masses.filter(({ start }) => start >= forecastFrom(upTo)));
  const known = last.hours.measured + last.hours.substituted + last.hours.stopped;
  return known === 0 ? null : carried(soFar.kg + (last.kg / known) * ((year.end - upTo) / HOUR));
}
