import type { HourCounts } from "../../core/judging/day-sum.ts";
import { HOUR, type Instant, type Period, plus, startOfHour } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";

/** A rate with what it is made of: both open their hours. `null` where nothing was due. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly rate: number | null;
}

/** How much of what was due came, how much of it is valid, and the product of both (有效传输率). */
export interface Rates {
  readonly transmission: Rate;
  readonly validity: Rate;
  readonly effective: number | null;
}

/** The hours of a series in a span, all of them and those that came. */
export interface DueCounts extends HourCounts {
  /** Hours of the span from the series' first day on that are complete. */
  readonly hours: number;
}

/** Hours that began before are complete now: what has not come of them is missing. */
export function completeUpTo(now: Instant): Instant {
  return startOfHour(plus(now, -FIGURES.completeAfter.value * HOUR));
}

/** How many hours of the span are complete, from the first one on that is due. */
export function hoursDue({ start, end }: Period, first: Instant, upTo: Instant): number {
  return Math.max(0, (Math.min(end, upTo) - Math.max(start, first)) / HOUR);
}

export const NO_COUNTS: DueCounts = { hours: 0, received: 0, valid: 0, timely: 0, timelyValid: 0, excused: 0 };

export function addCounts<C extends HourCounts>(a: C, b: C, sign: 1 | -1 = 1): C {
  const keys = Object.keys(a) as (keyof HourCounts)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + sign * b[key]])) as unknown as C;
}

/**
 * The rates of transmission and validity after back-fill, and as they were when the hours were over. Hours at which the
 * plant stood still, and one checked hour a day, leave every denominator.
 * @see docs/sources.md#mass-and-rates
 */
export function ratesOf(counts: DueCounts): { readonly completed: Rates; readonly instant: Rates } {
  const due = counts.hours - counts.excused;
  return {
    completed: ratesUnder(due, counts.received, counts.valid),
    instant: ratesUnder(due, counts.timely, counts.timelyValid),
  };
}

function ratesUnder(due: number, received: number, valid: number): Rates {
  const [transmission, validity] = [rateOf(received, due), rateOf(valid, due)];
  const isDue = transmission.rate !== null && validity.rate !== null;
  return { transmission, validity, effective: isDue ? transmission.rate * validity.rate : null };
}

function rateOf(numerator: number, denominator: number): Rate {
  return { numerator, denominator, rate: denominator === 0 ? null : numerator / denominator };
}
