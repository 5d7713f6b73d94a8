import type { DaySum, HourCounts } from "../judging/day-sum.ts";
import type { Instant } from "../time.ts";

/** A day of an outlet whose hours changed since it was summed. */
export interface DayToSum {
  readonly outlet: string;
  readonly day: Instant;
  /** The first change since then. */
  readonly since: Instant;
  /** Another one after every change. */
  readonly stamp: string;
}

/** Days of outlets; all outlets when left out. */
export interface DaysAsked {
  readonly outlets?: readonly string[];
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** The counts of a series over some days. */
export interface SeriesCounts extends HourCounts {
  readonly outlet: string;
  readonly pollutant: string;
}

/** The reading side of the sums. */
export interface DaySumsView {
  /** Marked days, those that were marked first first. */
  toSum(asked: DaysAsked, limit: number): Promise<readonly DayToSum[]>;
  /** Ordered by outlet, pollutant and day. */
  sums(asked: DaysAsked): Promise<readonly DaySum[]>;
  /** Counted over the days, ordered by outlet and pollutant; series without a sum are left out. */
  counts(asked: DaysAsked): Promise<readonly SeriesCounts[]>;
  /** The first day of each series that has a sum, ordered by outlet and pollutant. */
  firstDays(outlets?: readonly string[]): Promise<readonly Pick<DaySum, "outlet" | "pollutant" | "day">[]>;
}

/** The sums as the pipeline writes them. */
export interface DaySumsStore extends DaySumsView {
  /**
   * Puts the sums of a marked day, and takes the mark away where the day is `settled` and did not change since it was
   * marked so; else it counts as marked `now`.
   */
  put(mark: DayToSum, sums: readonly DaySum[], made: { readonly settled: boolean; readonly now: Instant }): Promise<void>;
}
