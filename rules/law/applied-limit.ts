import type { AppliedLimit } from "../../core/judging/applied-limit.ts";
import type { Reason } from "../../core/judging/reason-codes.ts";
import { carried } from "../../core/readings/number-text.ts";
import { shifted, unitShift } from "../../core/readings/units.ts";
import { hasFigures, isFor, isInForce, type Limit, type LimitBasis, type LimitUse } from "../../core/registry/limit.ts";
import type { Instant } from "../../core/time.ts";
import type { Facts } from "../register/rule.ts";

/**
 * The rows that judge a period of this basis that began at `start`, or that warn of it, strictest first. A row without
 * its figures can say nothing; the registry refuses it, a replay of an old journal must not trip over it.
 */
export function rowsInForce(
  limits: readonly Limit[],
  { basis, start, use }: { readonly basis: LimitBasis; readonly start: Instant; readonly use: LimitUse },
): readonly Limit[] {
  return limits.filter((l) => l.basis === basis && isFor(l, use) && hasFigures(l) && isInForce(l, start)).sort(byStrictness);
}

/** The rows that judge or warn of an hour, whatever the place: those of hour means, or those of boundary hour means. */
export function hourLimits(facts: Pick<Facts, "limits">, use: LimitUse = "judge"): readonly Limit[] {
  const hours = facts.limits("hour-mean", use);
  return hours.length > 0 ? hours : facts.limits("boundary-hour-mean", use);
}

/** For `<=` the smallest value is the strictest; the id settles ties, so that a replay names the same row. */
function byStrictness(a: Limit, b: Limit): number {
  if (a.comparator !== b.comparator) return compareText(a.comparator, b.comparator);
  const difference = a.comparator === "<=" ? excessOf(a, b) : excessOf(b, a);
  return difference || compareText(a.id, b.id);
}

/** By how much the value of `a` is above that of `b`, in the unit of `a`; 0 where they cannot be compared. */
function excessOf(a: Limit, b: Limit): number {
  const shift = unitShift(b.unit, a.unit);
  return a.value === undefined || b.value === undefined || shift === undefined ? 0 : a.value - carried(shifted(b.value, shift));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * True when the value breaks the limit. A value equal to the limit is within it, and nothing is rounded before
 * comparing.
 */
export function isOutside(value: number, limit: Limit): boolean {
  switch (limit.comparator) {
    case "<=":
      return value > (limit.value ?? Number.POSITIVE_INFINITY);
    case ">=":
      return value < (limit.value ?? Number.NEGATIVE_INFINITY);
    case "range":
      return value < (limit.min ?? Number.NEGATIVE_INFINITY) || value > (limit.max ?? Number.POSITIVE_INFINITY);
  }
}

const APPLIED = new WeakMap<Limit, AppliedLimit>();

/** The limit as it is kept with a verdict: of one row always the same one. */
export function toAppliedLimit(limit: Limit): AppliedLimit {
  let applied = APPLIED.get(limit);
  if (applied === undefined) {
    applied = appliedOf(limit);
    APPLIED.set(limit, applied);
  }
  return applied;
}

function appliedOf({ id, comparator, unit, source, validFrom, basis, value, min, max }: Limit): AppliedLimit {
  const row = { id, comparator, unit, source, validFrom, basis };
  if (min === undefined && max === undefined) return value === undefined ? row : { ...row, value };
  return { ...row, ...(value !== undefined && { value }), ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** Why a value in a unit that does not measure what the limit's does is not compared. */
export function unitMismatch(unit: string, limit: Limit): Reason {
  return { code: "unit-mismatch", facts: { unit, limitUnit: limit.unit } };
}
