import type { VerdictWord } from "../../core/judging/period.ts";
import type { Reason } from "../../core/judging/reason-codes.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import { carried } from "../../core/readings/number-text.ts";
import { shifted, unitShift } from "../../core/readings/units.ts";
import type { Limit } from "../../core/registry/limit.ts";
import { isOutside, unitMismatch } from "./applied-limit.ts";
import { convertedValue, type OxygenFacts } from "./converted-value.ts";
import { comparisonStep, unitMismatchStep, unitShiftStep } from "./limit-steps.ts";

/** A mean to be compared, in its own unit. */
export interface Compared {
  readonly value: number;
  readonly converted?: number;
  readonly unit: string;
}

/** What comparing with one row gave. */
export interface Comparison {
  readonly verdict: Exclude<VerdictWord, "exempt">;
  /** The value that was compared, in the unit of the limit; `null` when none could be. */
  readonly value: number | null;
  readonly limit: Limit;
  readonly reason: Reason;
  readonly steps: readonly VerdictStep[];
}

/** One broken row is enough for an exceedance; a row that cannot be compared is enough to withhold "compliant". */
export function compareRows(mean: Compared, oxygen: OxygenFacts, limits: readonly [Limit, ...Limit[]]): Comparison {
  const [strictest, ...others] = limits;
  const first = compareRow(mean, oxygen, strictest);
  const rows = [first, ...others.map((limit) => compareRow(mean, oxygen, limit))];
  const decisive = rows.find((r) => r.verdict === "exceeding") ?? rows.find((r) => r.verdict === "cannot-judge") ?? first;
  return { ...decisive, steps: rows.flatMap((r) => r.steps) };
}

/**
 * Compares with one row: in the limit's unit, where that is a matter of powers of ten, and converted to its oxygen
 * where it asks for that. A value as it was sent is compared in full; one that arithmetic made, at the digits that the
 * arithmetic carries.
 */
function compareRow(mean: Compared, oxygen: OxygenFacts, limit: Limit): Comparison {
  const shift = unitShift(mean.unit, limit.unit);
  if (shift === undefined) {
    const step = unitMismatchStep(mean.unit, limit);
    return { verdict: "cannot-judge", value: null, limit, reason: unitMismatch(mean.unit, limit), steps: [step] };
  }
  const before: VerdictStep[] = [];
  const inUnit = (value: number): number => (shift === 0 ? value : carried(shifted(value, shift)));
  const { value, converted } = mean;
  const ours: Compared = {
    value: inUnit(value),
    unit: limit.unit,
    ...(converted !== undefined && { converted: inUnit(converted) }),
  };
  if (shift !== 0) before.push(unitShiftStep(mean, ours));
  if (limit.converted !== true) return compareValue(ours.value, limit, before);
  const found = convertedValue(ours, oxygen, limit);
  return found.ok
    ? compareValue(found.value.value, limit, [...before, found.value.step])
    : {
        verdict: "cannot-judge",
        value: null,
        limit,
        reason: { code: "no-usable-oxygen", facts: {} },
        steps: [...before, found.error],
      };
}

function compareValue(value: number, limit: Limit, before: readonly VerdictStep[]): Comparison {
  const outside = isOutside(value, limit);
  const steps = [...before, comparisonStep(value, limit, outside)];
  return outside
    ? { verdict: "exceeding", value, limit, reason: { code: "limit-exceeded", facts: {} }, steps }
    : { verdict: "compliant", value, limit, reason: { code: "within-limit", facts: {} }, steps };
}
