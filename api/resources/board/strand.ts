import type { BudgetSample } from "../../../core/judging/hour-budget.ts";
import { outlineOf, pointOf, type SeriesPoint } from "../../../core/readings/outline.ts";
import { isUsableFlag, type StoredReading } from "../../../core/readings/reading.ts";
import { HOUR, type Instant } from "../../../core/time.ts";

/** From this many points on a strand is thinned to half of them: no extreme is lost. */
const MOST_POINTS = 120;

/** Usable values of the running period: their sum, and the newest, which a budget thinks goes on. */
interface Tally {
  readonly count: number;
  readonly sum: number;
  readonly newest: { readonly at: Instant; readonly value: number } | null;
}

const NOTHING: Tally = { count: 0, sum: 0, newest: null };

/** Which figure of a point a limit is about. */
export type Counted = "value" | "converted";

/**
 * The values of one kind of a series as far as the board needs them: a thin line of the last hour, and what a budget of
 * the running period counts. It is moved on by each newer value; it takes none that changes what is counted already.
 */
export class Strand {
  readonly #startOf: (at: Instant) => Instant;
  #points: SeriesPoint[] = [];
  #period: Instant;
  #tallies: Readonly<Record<Counted, Tally>> = { value: NOTHING, converted: NOTHING };
  #last: SeriesPoint | undefined;
  /** It holds values of a period that had not begun when it was read: they are not counted. */
  #isAhead = false;

  /** `startOf`: where the period that a budget counts begins. Points come by time. */
  constructor(points: readonly SeriesPoint[], now: Instant, startOf: (at: Instant) => Instant) {
    this.#startOf = startOf;
    this.#period = startOf(now);
    for (const point of points) this.#add(point, now);
  }

  /**
   * Takes a version that is in force. False when the strand has to be read anew: it is a correction, it comes late, or
   * its time lies in a period that has not begun.
   */
  take(reading: StoredReading, now: Instant): boolean {
    const last = this.#last;
    if (last?.at === reading.at) return last.value === reading.value && last.revision === reading.revision;
    if (last !== undefined && reading.at < last.at) return reading.at < this.#horizon(now);
    const running = this.#startOf(now);
    if (this.#startOf(reading.at) > running || this.isOutdated(now)) return false;
    this.#moveTo(running);
    this.#add(pointOf(reading), now);
    return true;
  }

  /** True when what was read ahead of time has to be counted now. */
  isOutdated(now: Instant): boolean {
    return this.#isAhead && this.#startOf(now) > this.#period;
  }

  /** The points of the hour before `now`, by time. */
  lastHour(now: Instant): readonly SeriesPoint[] {
    return this.#points.filter(({ at }) => at >= now - HOUR && at <= now);
  }

  /**
   * What a budget of the period that runs at `now` counts, each value covering so many minutes: all but the newest as
   * one sample of their mean.
   */
  samples(counted: Counted, minutes: number, now: Instant): readonly BudgetSample[] {
    this.#moveTo(this.#startOf(now));
    const { count, sum, newest } = this.#tallies[counted];
    if (newest === null) return [];
    const others = count - 1;
    const before = { at: this.#period, minutes: others * minutes, value: (sum - newest.value) / others };
    return [...(others === 0 ? [] : [before]), { at: newest.at, minutes, value: newest.value }];
  }

  /** What is older is neither drawn nor counted. */
  #horizon(now: Instant): number {
    return Math.min(now - HOUR, this.#period);
  }

  #moveTo(period: Instant): void {
    if (period === this.#period) return;
    this.#period = period;
    this.#tallies = { value: NOTHING, converted: NOTHING };
  }

  #add(point: SeriesPoint, now: Instant): void {
    this.#last = point;
    this.#points.push(point);
    if (this.#points.length > MOST_POINTS) {
      const drawn = this.#points.filter(({ at }) => at >= now - HOUR);
      this.#points = [...outlineOf(drawn, MOST_POINTS / 2)];
    }
    const period = this.#startOf(point.at);
    if (period > this.#period) this.#isAhead = true;
    if (period !== this.#period || !isUsableFlag(point.flag)) return;
    const { value, converted } = this.#tallies;
    this.#tallies = { value: counting(value, point.at, point.value), converted: counting(converted, point.at, point.converted) };
  }
}

function counting({ count, sum, newest }: Tally, at: Instant, value: number | undefined): Tally {
  return value === undefined ? { count, sum, newest } : { count: count + 1, sum: sum + value, newest: { at, value } };
}
