import type { HourState, HourValue } from "../core/judging/hour.ts";
import type { VerdictStep } from "../core/judging/step-codes.ts";
import type { Limit } from "../core/registry/limit.ts";
import { err, ok, type Result } from "../core/result.ts";
import { FIGURES } from "../limits/figures.ts";
import { evaluateHourValidity } from "./hour-validity.ts";
import { AIR_OXYGEN, atReferenceOxygen } from "./oxygen.ts";

/** The value to compare with a converted limit, and the step that tells where it came from. */
export interface ConvertedValue {
  readonly value: number;
  readonly step: VerdictStep;
}

/**
 * The hour mean at the limit's reference oxygen: the device's own converted value when it sent one, else computed from
 * the hour's oxygen. Fails with the step that says why when the oxygen hour is missing, invalid, or 21 % and more: such
 * a value is never judged.
 */
export function convertedValue(
  hour: HourValue,
  oxygenHour: HourState | undefined,
  limit: Limit,
): Result<ConvertedValue, { readonly step: VerdictStep }> {
  const measured = { value: hour.value, unit: limit.unit };
  if (hour.converted !== undefined) {
    const facts = { ...measured, converted: hour.converted };
    return ok({ value: hour.converted, step: { code: "converted-by-device", facts } });
  }
  const law = { air: AIR_OXYGEN, law: FIGURES.airOxygen.source };
  const oxygen = usableOxygen(oxygenHour);
  if (oxygen === undefined) return err({ step: { code: "no-oxygen", facts: { ...measured, ...law } } });
  const reference = limit.oxygenReference;
  if (reference === undefined) return err({ step: { code: "no-reference-oxygen", facts: { ...measured, ...law } } });
  const facts = { ...measured, oxygen, reference, ...law };
  const converted = atReferenceOxygen(hour.value, oxygen, reference);
  if (!converted.ok) return err({ step: { code: "oxygen-unusable", facts } });
  const high = oxygen >= FIGURES.highOxygen.value ? FIGURES.highOxygen.value : null;
  return ok({ value: converted.value, step: { code: "converted", facts: { ...facts, converted: converted.value, high } } });
}

function usableOxygen(hour: HourState | undefined): number | undefined {
  if (hour?.hour === undefined) return undefined;
  const { validity } = evaluateHourValidity(hour.hour, hour);
  return validity === "valid" ? hour.hour.value : undefined;
}
