import type { HourState, HourValue } from "../core/judging/hour.ts";
import type { VerdictStep } from "../core/judging/step-codes.ts";
import type { Limit } from "../core/registry/limit.ts";
import { HOUR, plus } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";
import { toAppliedLimit } from "./applied-limit.ts";
import type { HourValidity } from "./hour-validity.ts";

/** The step that names the value a verdict starts from and the journal entry it stands in. */
export function receivedStep(state: HourState, hour: HourValue, unit: string): VerdictStep {
  const { value, flag, revision, seq } = hour;
  const period = { start: state.start, end: plus(state.start, HOUR) };
  return { code: "received", facts: { period, value, unit, flag, revision, seq } };
}

/** The step that says whether the hour may be judged, with its valid minutes where they are known. */
export function validityStep(hour: HourValue, { validity, validMinutes }: HourValidity): VerdictStep {
  const { value: required, source: law } = FIGURES.validMinutesOfAnHour;
  return { code: "validity", facts: { flag: hour.flag, validMinutes, required, validity, law } };
}

/** One step per limit that was in force in the period, the strictest first. */
export function limitSteps(limits: readonly Limit[]): readonly VerdictStep[] {
  return limits.map((limit, position) => ({
    code: "limit",
    facts: { limit: toAppliedLimit(limit), validTo: limit.validTo, strictest: position === 0 && limits.length > 1 },
  }));
}

/** The step that says why nothing is compared: no unit is ever converted into another. */
export function unitMismatchStep(unit: string, limit: Limit): VerdictStep {
  return { code: "unit-mismatch", facts: { unit, limit: toAppliedLimit(limit) } };
}

/** The step that compares; equality is within the limit. */
export function comparisonStep(value: number, limit: Limit, outside: boolean): VerdictStep {
  return { code: "comparison", facts: { value, limit: toAppliedLimit(limit), outside } };
}
