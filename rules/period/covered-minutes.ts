import type { MinuteFact, PeriodState } from "../../core/judging/period.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { FIGURES, USUAL_MINUTE_INTERVALS } from "../../limits/figures.ts";

const USUAL: ReadonlySet<number> = new Set(USUAL_MINUTE_INTERVALS.minutes);

/**
 * How many minutes of the hour its minute values cover that pass the test: each what the values of the hour show, at
 * most what is registered, and never beyond the next value or the hour. What they show is the smallest distance between
 * two of them, where it is a usual interval. Without either a value covers one minute: none is counted that nobody
 * measured.
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
  const shown = shownInterval(minutes);
  const end = plus(start, HOUR);
  let sum = 0;
  for (const [i, fact] of minutes.entries()) {
    const atMost = fact.minutes ?? Number.POSITIVE_INFINITY;
    const interval = Math.min(shown ?? fact.minutes ?? FIGURES.minuteInterval.value, atMost);
    const room = ((minutes[i + 1]?.at ?? end) - fact.at) / MINUTE;
    sum += weigh(fact, Math.min(interval, room));
  }
  return sum;
}

function shownInterval(minutes: readonly MinuteFact[]): number | undefined {
  let smallest = Number.POSITIVE_INFINITY;
  for (const [i, minute] of minutes.entries()) {
    const before = minutes[i - 1];
    if (before !== undefined) smallest = Math.min(smallest, (minute.at - before.at) / MINUTE);
  }
  return USUAL.has(smallest) ? smallest : undefined;
}
