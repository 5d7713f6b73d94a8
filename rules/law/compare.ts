import type { VerdictWord } from "../../core/judging/period.ts";
import type { Reason } from "../../core/judging/reason-codes.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import { carried } from "../../core/readings/number-text.ts";
import { roundHalfEven } from "../../core/readings/round-half-even.ts";
import { shifted, unitShift } from "../../core/readings/units.ts";
import type { Limit } from "../../core/registry/limit.ts";
import { isOutside, unitMismatch } from "./applied-limit.ts";
import { convertedValue, type OxygenFacts } from "./converted-value.ts";
import { comparisonStep, roundedStep, unitMismatchStep, unitShiftStep } from "./limit-steps.ts";

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
  /** Made when they are asked for: of most hours nobody ever does. */
  steps(): readonly VerdictStep[];
}

/** Nothing was compared. */
export function noSteps(): readonly VerdictStep[] {
  return [];
}

/** One broken row is enough for an exceedance; a row that cannot be compared is enough to withhold "compliant". */
export function compareRows(mean: Compared, oxygen: OxygenFacts, limits: readonly [Limit, ...Limit[]]): Comparison {
  const [strictest, ...others] = limits;
  const first = compareRow(mean, oxygen, strictest);
  if (others.length === 0) return first;
  const rows = [first, ...others.map((limit) => compareRow(mean, oxygen, limit))];
  const decisive = rows.find((r) => r.verdict === "exceeding") ?? rows.find((r) => r.verdict === "cannot-judge") ?? first;
  return { ...decisive, steps: () => rows.flatMap((r) => r.steps()) };
}

/**
 * Compares with one row: in the limit's unit, where that is a matter of powers of ten, and converted to its oxygen
 * where it asks for that. A value as it was sent is compared in full; one that arithmetic made, at the digits that the
 * arithmetic carries. A row that asks for it has the value rounded first.
 */
function compareRow(mean: Compared, oxygen: OxygenFacts, limit: Limit): Comparison {
  const shift = unitShift(mean.unit, limit.unit);
  if (shift === undefined) {
    const reason = unitMismatch(mean.unit, limit);
    return { verdict: "cannot-judge", value: null, limit, reason, steps: () => [unitMismatchStep(mean.unit, limit)] };
  }
  const ours = shift === 0 ? mean : inUnitOf(mean, limit, shift);
  const before = shift === 0 ? noSteps : () => [unitShiftStep(mean, ours)];
  if (limit.converted !== true) return compareValue(ours.value, limit, before);
  const found = convertedValue({ ...ours, unit: limit.unit }, oxygen, limit);
  if (found.ok) return compareValue(found.value.value, limit, () => [...before(), found.value.step]);
  const reason: Reason = { code: "no-usable-oxygen", facts: {} };
  return { verdict: "cannot-judge", value: null, limit, reason, steps: () => [...before(), found.error] };
}

function inUnitOf({ value, converted }: Compared, { unit }: Limit, shift: number): Compared {
  const inUnit = (figure: number): number => carried(shifted(figure, shift));
  return { value: inUnit(value), unit, ...(converted !== undefined && { converted: inUnit(converted) }) };
}

const EXCEEDED: Reason = { code: "limit-exceeded", facts: {} };
const WITHIN: Reason = { code: "within-limit", facts: {} };

function compareValue(given: number, limit: Limit, before: () => readonly VerdictStep[]): Comparison {
  const { compare, decimals, unit } = limit;
  const isRounded = compare === "rounded" && decimals !== undefined;
  const value = isRounded ? roundHalfEven(given, decimals) : given;
  const outside = isOutside(value, limit);
  const rounding = isRounded ? [roundedStep({ value: given, unit }, value, decimals)] : [];
  const steps = (): readonly VerdictStep[] => [...before(), ...rounding, comparisonStep(value, limit, outside)];
  return { verdict: outside ? "exceeding" : "compliant", value, limit, reason: outside ? EXCEEDED : WITHIN, steps };
}
