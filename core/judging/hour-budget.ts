import { type Instant, MINUTE, type Period } from "../time.ts";

/** A value that covers some minutes of the running period. */
export interface BudgetSample {
  readonly at: Instant;
  readonly minutes: number;
  readonly value: number;
}

/** What is left of the running hour or day before its mean passes the limit. */
export interface MeanBudget {
  /** Mean of what was measured since the period began; `null` when nothing was. */
  readonly meanSoFar: number | null;
  /** Minutes until the period ends. */
  readonly minutesLeft: number;
  /**
   * What the mean of the rest may be at most for the period's mean to stay within the limit; 0 when even that is too
   * much, `null` without data or time left.
   */
  readonly allowedMean: number | null;
  /** True when the limit is used up already, or will be if the newest value goes on. */
  readonly willExceed: boolean;
}

/**
 * Plain arithmetic of means: with e minutes gone at mean m, and r minutes left, the rest may be at most (limit · (e +
 * r) − m · e) / r. Minutes without a value count as if they had the mean of those with one. Equal to the limit is
 * within it.
 */
export function meanBudget(asked: {
  readonly period: Period;
  readonly now: Instant;
  readonly limit: number;
  readonly samples: readonly BudgetSample[];
}): MeanBudget {
  const { period, now, limit } = asked;
  const samples = asked.samples.filter((s) => s.at >= period.start && s.at < period.end && s.minutes > 0);
  const left = Math.max(0, (period.end - now) / MINUTE);
  const gone = (period.end - period.start) / MINUTE - left;
  const minutes = samples.reduce((sum, s) => sum + s.minutes, 0);
  if (minutes === 0) return { meanSoFar: null, minutesLeft: left, allowedMean: null, willExceed: false };
  const meanSoFar = samples.reduce((sum, s) => sum + s.value * s.minutes, 0) / minutes;
  if (left === 0) return { meanSoFar, minutesLeft: 0, allowedMean: null, willExceed: meanSoFar > limit };
  const room = limit * (gone + left) - meanSoFar * gone;
  const newest = samples.reduce((a, b) => (b.at >= a.at ? b : a));
  return {
    meanSoFar,
    minutesLeft: left,
    allowedMean: Math.max(0, room / left),
    willExceed: room < 0 || newest.value * left > room,
  };
}
