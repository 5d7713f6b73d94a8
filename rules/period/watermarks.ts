import type { PeriodBasis, PeriodState } from "../../core/judging/period.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import { DAY, endOfHalfMonth, HOUR, type Instant, instant, plus, startOfBeijingDay } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";

/** The end of a period, exclusive. */
export function endOf({ basis, start }: { readonly basis: PeriodBasis; readonly start: Instant }): Instant {
  return basis === "half-month" ? endOfHalfMonth(start) : plus(start, basis === "hour" ? HOUR : DAY);
}

/**
 * The completeness watermark: until then a missing value may still be on its way and is unknown; from then on it is
 * missing, whatever came first.
 */
export function completeAt(period: { readonly basis: PeriodBasis; readonly start: Instant }): Instant {
  return plus(endOf(period), FIGURES.completeAfter.value * HOUR);
}

/**
 * When the minutes of an hour may stand for a mean that the logger did not send: the hour is complete, and what comes
 * late, minute after minute, has had as long to come since the first of it.
 */
export function meanOfOursAt(period: Pick<PeriodState, "basis" | "start" | "heardAt">): Instant {
  return instant(Math.max(completeAt(period), period.heardAt + FIGURES.completeAfter.value * HOUR));
}

/** True for a moment at which time alone says more of a period: what is missing, or that our mean stands for it. */
export function isCompletion(period: Pick<PeriodState, "basis" | "start" | "heardAt">, at: Instant): boolean {
  return at === completeAt(period) || at === meanOfOursAt(period);
}

/**
 * Until when the data of the day that contains `at` may be tagged by hand: noon in Beijing of the day after.
 * @see docs/sources.md#tagging-deadline
 */
export function taggingDeadline(at: Instant): Instant {
  return plus(startOfBeijingDay(at), DAY + FIGURES.taggingDeadline.value * HOUR);
}

/**
 * The second watermark: from then on only another value revises a verdict. It is the deadline for tagging; for a period
 * that was first heard of after it, 24 hours after that.
 */
export function secondWatermark({ start, heardAt }: Pick<PeriodState, "start" | "heardAt">): Instant {
  const deadline = taggingDeadline(start);
  return heardAt < deadline ? deadline : instant(heardAt + FIGURES.markingOfLateData.value * HOUR);
}

/** The step that says whether the time for tagging by hand is over, and so whether an exceedance is confirmed. */
export function taggingStep(deadline: Instant, isOver: boolean): VerdictStep {
  return { code: isOver ? "tagging-over" : "tagging-open", facts: { deadline, law: FIGURES.taggingDeadline.source } };
}
