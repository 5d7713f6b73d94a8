import type { PeriodState } from "../../core/judging/period.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import type { TaggedPeriod } from "../../core/judging/tagged-period.ts";

import { FIGURES } from "../../limits/figures.ts";
import type { HourMean, HourValidity } from "./hour-validity.ts";
import { endOf } from "./watermarks.ts";

/** The step that names the value a verdict starts from and the journal entry it stands in. */
export function receivedStep(state: PeriodState, { value, unit, flag, seq, isOurs }: HourMean): VerdictStep {
  const period = { start: state.start, end: endOf(state) };
  if (isOurs === true) return { code: "mean-of-minutes", facts: { period, value, unit, seq } };
  return { code: "received", facts: { period, value, unit, flag, versions: state.own.length, seq } };
}

/** The step that says whether the hour may be judged, with its valid minutes where they are known. */
export function validityStep({ flag }: { readonly flag: string }, { validity, validMinutes }: HourValidity): VerdictStep {
  const { value: required, source: law } = FIGURES.validMinutesOfAnHour;
  return { code: "validity", facts: { flag, validMinutes, required, validity, law } };
}

/** The steps that name the tags on a period. */
export function tagSteps({ tags = [] }: TaggedPeriod): readonly VerdictStep[] {
  return tags.map(({ tag, from, to, source }) => ({ code: "tagged", facts: { tag, from, to, law: source } }));
}
