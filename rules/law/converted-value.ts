import type { PeriodState } from "../../core/judging/period.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import { carried } from "../../core/readings/number-text.ts";
import type { Limit } from "../../core/registry/limit.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Instant } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { type HourMean, knownHour } from "../period/hour-validity.ts";
import { AIR_OXYGEN, atReferenceOxygen } from "./oxygen.ts";

/** The value to compare with a converted limit, and the step that tells where it came from. */
export interface ConvertedValue {
  readonly value: number;
  readonly step: VerdictStep;
}

/** The hour of oxygen beside a mean, and the moment at which it is looked at. */
export interface OxygenFacts {
  readonly oxygen: PeriodState | undefined;
  readonly now: Instant;
}

/**
 * The hour mean at the limit's reference oxygen: the device's own converted value when it sent one, else computed from
 * the hour's oxygen, to as many digits as the arithmetic carries. Fails with the step that says why when the oxygen
 * hour is missing, invalid, or 21 % and more: such a value is never judged.
 */
export function convertedValue(
  hour: Pick<HourMean, "value" | "converted" | "unit">,
  { oxygen: oxygenHour, now }: OxygenFacts,
  limit: Limit,
): Result<ConvertedValue, VerdictStep> {
  const measured = { value: hour.value, unit: hour.unit };
  if (hour.converted !== undefined) {
    const facts = { ...measured, converted: hour.converted };
    return ok({ value: hour.converted, step: { code: "converted-by-device", facts } });
  }
  const law = { air: AIR_OXYGEN, law: FIGURES.airOxygen.source };
  const oxygen = usableOxygen(oxygenHour, now);
  if (oxygen === undefined) return err({ code: "no-oxygen", facts: { ...measured, ...law } });
  const reference = limit.oxygenReference;
  if (reference === undefined) return err({ code: "no-reference-oxygen", facts: { ...measured, ...law } });
  const facts = { ...measured, oxygen, reference, ...law };
  const converted = atReferenceOxygen(hour.value, oxygen, reference);
  if (!converted.ok) return err({ code: "oxygen-unusable", facts });
  const value = carried(converted.value);
  const high = oxygen >= FIGURES.highOxygen.value ? FIGURES.highOxygen.value : null;
  return ok({ value, step: { code: "converted", facts: { ...facts, converted: value, high } } });
}

function usableOxygen(state: PeriodState | undefined, now: Instant): number | undefined {
  const hour = state === undefined ? undefined : knownHour(state, now);
  return hour?.validity.validity === "valid" ? hour.mean.value : undefined;
}
