import type { VerdictStep } from "../../core/judging/step-codes.ts";
import type { Limit } from "../../core/registry/limit.ts";
import { toAppliedLimit } from "./applied-limit.ts";

/** One step per limit that was in force in the period, the strictest first. */
export function limitSteps(limits: readonly Limit[]): readonly VerdictStep[] {
  return limits.map((limit, position) => ({
    code: "limit",
    facts: { limit: toAppliedLimit(limit), validTo: limit.validTo, strictest: position === 0 && limits.length > 1 },
  }));
}

/** The step that says why nothing is compared: the two units do not measure the same. */
export function unitMismatchStep(unit: string, limit: Limit): VerdictStep {
  return { code: "unit-mismatch", facts: { unit, limit: toAppliedLimit(limit) } };
}

/** A value with its unit. */
interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** The step that writes a value in the unit of the limit. */
export function unitShiftStep(from: Quantity, to: Quantity): VerdictStep {
  return { code: "unit-shift", facts: { value: from.value, unit: from.unit, shifted: to.value, limitUnit: to.unit } };
}

/** The step that rounds a value to the decimals of the limit. */
export function roundedStep({ value, unit }: Quantity, rounded: number, decimals: number): VerdictStep {
  return { code: "rounded", facts: { value, unit, rounded, decimals } };
}

/** The step that compares; equality is within the limit. */
export function comparisonStep(value: number, limit: Limit, outside: boolean): VerdictStep {
  return { code: "comparison", facts: { value, limit: toAppliedLimit(limit), outside } };
}
