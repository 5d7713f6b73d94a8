import type { VerdictStep } from "../core/judging/finding.ts";
import type { HourState, HourValue } from "../core/judging/hour.ts";
import type { Limit } from "../core/judging/limit.ts";
import { numberText, unitText } from "../core/readings/number-text.ts";
import { err, ok, type Result } from "../core/result.ts";
import { evaluateHourValidity } from "./hour-validity.ts";
import { atReferenceOxygen, HIGH_OXYGEN } from "./oxygen.ts";

/** The value to compare with a converted limit, and the step that tells where it came from. */
export interface ConvertedValue {
  readonly value: number;
  readonly step: VerdictStep;
}

const FORMULA = "折算浓度 = 实测 × (21 − 基准氧) / (21 − 实测氧)";

/**
 * The hour mean at the limit's reference oxygen: the device's own converted value when it sent one, else computed from the hour's oxygen.
 * Fails with the step that says why when the oxygen hour is missing, invalid, or 21 % and more: such a value is never judged.
 */
export function convertedValue(
  hour: HourValue,
  oxygen: HourState | undefined,
  limit: Limit,
): Result<ConvertedValue, { readonly step: VerdictStep }> {
  const unit = unitText(limit.unit);
  const measured = `实测 ${numberText(hour.value)} ${unit}`;
  if (hour.converted !== undefined) {
    const output = `${numberText(hour.converted)} ${unit}`;
    return ok({ value: hour.converted, step: { name: "折算", input: measured, output, source: "数采仪上传的折算值" } });
  }
  const o2 = usableOxygen(oxygen);
  if (o2 === undefined) return err({ step: failedStep(measured, "无有效的含氧量小时均值，无法折算") });
  const reference = limit.oxygenReference;
  if (reference === undefined) return err({ step: failedStep(measured, "限值未给出基准含氧量，无法折算") });
  const input = `${measured}，实测氧 ${numberText(o2)}%，基准氧 ${numberText(reference)}%`;
  const converted = atReferenceOxygen(hour.value, o2, reference);
  if (!converted.ok) return err({ step: failedStep(input, "含氧量不可用（须小于 21%），无法折算") });
  const high = o2 >= HIGH_OXYGEN ? `（含氧量偏高，不低于 ${HIGH_OXYGEN}%，请核对停运状态）` : "";
  const output = `${numberText(converted.value)} ${unit}${high}`;
  return ok({ value: converted.value, step: { name: "折算", input, output, source: FORMULA } });
}

function usableOxygen(oxygen: HourState | undefined): number | undefined {
  if (oxygen?.hour === undefined) return undefined;
  const { validity } = evaluateHourValidity(oxygen.hour, oxygen);
  return validity === "valid" ? oxygen.hour.value : undefined;
}

function failedStep(input: string, output: string): VerdictStep {
  return { name: "折算", input, output, source: FORMULA };
}
