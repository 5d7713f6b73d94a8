import type { VerdictStep } from "../core/judging/step-codes.ts";
import { beijingDate, HOUR, type Instant, plus, plusDays, startOfBeijingDate } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";

/**
 * Until when the data of the day that contains `at` may be tagged by hand: noon in Beijing of the day after.
 * @see docs/sources.md#tagging-deadline
 */
export function taggingDeadline(at: Instant): Instant {
  return plus(startOfBeijingDate(plusDays(beijingDate(at), 1)), FIGURES.taggingDeadline.value * HOUR);
}

/** The step that says whether the time for tagging by hand is over, and so whether an exceedance is confirmed. */
export function taggingStep(deadline: Instant, isOver: boolean): VerdictStep {
  return { code: isOver ? "tagging-over" : "tagging-open", facts: { deadline, law: FIGURES.taggingDeadline.source } };
}
