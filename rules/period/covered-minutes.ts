import type { MinuteFact, PeriodState } from "../../core/judging/period.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import { FIGURES, USUAL_MINUTE_INTERVALS } from "../../limits/figures.ts";

const { grid: GRID, finer } = USUAL_MINUTE_INTERVALS;
const FINER: ReadonlySet<number> = new Set(finer);

/**
 * How many minutes of the hour its minute values cover that pass the test: each what the values of the hour show, at
 * most what is registered, and never beyond the next value or the hour. Values that all lie on tens of minutes show the
 * usual ten; others the smallest distance between two of them, where it is a usual interval. Without either a value
 * covers one minute: none is counted that nobody measured.
 * @see docs/sources.md#minute-interval
 */
export function coveredMinutes(
  { start, minutes }: Pick<PeriodState, "start" | "minutes">,
  passes: (fact: MinuteFact) => boolean,
): number {
  return sumCovered({ start, minutes }, (fact, covers) => (passes(fact) ? covers : 0));
}

/** The sum over the minute values of what `weigh` makes of each and of the minutes that it covers. */
export function sumCovered(
  { start, minutes }: Pick<PeriodState, "start" | "minutes">,
  weigh: (fact: MinuteFact, covers: number) => number,
): number {
  let sum = 0;
  eachCovered({ start, minutes }, (fact, covers) => {
    sum += weigh(fact, covers);
  });
  return sum;
}

/** Visits the minute values in their order, each with the minutes that it covers. */
export function eachCovered(
  { start, minutes }: Pick<PeriodState, "start" | "minutes">,
  visit: (fact: MinuteFact, covers: number) => void,
): void {
  const shown = shownInterval(start, minutes);
  const end = plus(start, HOUR);
  for (const [i, fact] of minutes.entries()) {
    const atMost = fact.minutes ?? Number.POSITIVE_INFINITY;
    const interval = Math.min(shown ?? fact.minutes ?? FIGURES.minuteInterval.value, atMost);
    const room = ((minutes[i + 1]?.at ?? end) - fact.at) / MINUTE;
    visit(fact, Math.min(interval, room));
  }
}

function shownInterval(start: Instant, minutes: readonly MinuteFact[]): number | undefined {
  if (minutes.every(({ at }) => (at - start) % (GRID * MINUTE) === 0)) return GRID;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [i, minute] of minutes.entries()) {
    const before = minutes[i - 1];
    if (before !== undefined) smallest = Math.min(smallest, (minute.at - before.at) / MINUTE);
  }
  return FINER.has(smallest) ? smallest : undefined;
}
