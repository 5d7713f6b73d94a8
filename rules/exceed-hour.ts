import { findingId, type Verdict } from "../core/judging/finding.ts";
import type { DataValidity, HourState, HourValue, VerdictWord } from "../core/judging/hour.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import type { VerdictStep } from "../core/judging/step-codes.ts";
import { isSameUnit } from "../core/readings/number-text.ts";
import type { Limit } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import { HOUR, type Instant, plus } from "../core/time.ts";
import { isOutside, judgingLimits, toAppliedLimit, unitMismatch } from "./applied-limit.ts";
import { convertedValue } from "./converted-value.ts";
import { evaluateHourValidity, invalidityReason } from "./hour-validity.ts";
import { taggingDeadline, taggingStep } from "./tagging.ts";
import { comparisonStep, limitSteps, receivedStep, unitMismatchStep, validityStep } from "./verdict-steps.ts";

/** What is known when an hour is judged. */
export interface ExceedHourFacts {
  readonly outlet: Outlet;
  readonly hour: HourState;
  /** The oxygen (a19001) of the same outlet and hour, for limits that ask for the converted value. */
  readonly oxygen: HourState | undefined;
  /** The limit rows of this outlet and pollutant, in force or not. */
  readonly limits: readonly Limit[];
  /** The unit of the channel, in which the hour's values are given. */
  readonly unit: string;
  readonly now: Instant;
}

/**
 * EXCEED-HOUR: an hour mean above the limit that was in force in that hour is an exceedance.
 * A value equal to the limit is compliant and nothing is rounded before comparing. Flagged data, too few valid minutes
 * and unusable oxygen give `cannot-judge`, never an exceedance. Until noon of the next day (when data may still be
 * tagged by hand) a verdict is provisional, A2; from that noon on it is confirmed, A3.
 * Returns `undefined` when there is no hour mean yet or no row of the law judges this hour: then nothing may be said.
 * @see docs/sources.md#tagging-deadline
 */
export function judgeExceedHour(facts: ExceedHourFacts): Verdict | undefined {
  const value = facts.hour.hour;
  const limits = judgingLimits(facts.limits, "hour-mean", facts.hour.start);
  const strictest = limits[0];
  if (value === undefined || strictest === undefined) return undefined;

  const validity = evaluateHourValidity(value, facts.hour);
  const before = [receivedStep(facts.hour, value, facts.unit), validityStep(value, validity), ...limitSteps(limits)];
  if (validity.validity !== "valid") {
    const shown = strictest.converted === true ? (value.converted ?? null) : value.value;
    return toVerdict(facts, {
      verdict: "cannot-judge",
      validity: validity.validity,
      value: shown,
      limit: strictest,
      reason: invalidityReason(value, validity),
      steps: before,
    });
  }
  const first = compareRow(facts, value, strictest);
  const rows = [first, ...limits.slice(1).map((limit) => compareRow(facts, value, limit))];
  // One broken row is enough for an exceedance; a row that cannot be compared is enough to withhold "compliant".
  const decisive = rows.find((r) => r.verdict === "exceeding") ?? rows.find((r) => r.verdict === "cannot-judge") ?? first;
  return toVerdict(facts, { ...decisive, validity: "valid", steps: [...before, ...rows.flatMap((r) => r.steps)] });
}

interface Comparison {
  readonly verdict: VerdictWord;
  readonly value: number | null;
  readonly limit: Limit;
  readonly reason: Reason;
  readonly steps: readonly VerdictStep[];
}

function compareRow(facts: ExceedHourFacts, hour: HourValue, limit: Limit): Comparison {
  if (!isSameUnit(facts.unit, limit.unit)) {
    const step = unitMismatchStep(facts.unit, limit);
    return { verdict: "cannot-judge", value: null, limit, reason: unitMismatch(facts.unit, limit), steps: [step] };
  }
  if (limit.converted !== true) return compareValue(hour.value, limit, []);
  const converted = convertedValue(hour, facts.oxygen, limit);
  return converted.ok
    ? compareValue(converted.value.value, limit, [converted.value.step])
    : {
        verdict: "cannot-judge",
        value: null,
        limit,
        reason: { code: "no-usable-oxygen", facts: {} },
        steps: [converted.error.step],
      };
}

function compareValue(value: number, limit: Limit, before: readonly VerdictStep[]): Comparison {
  const outside = isOutside(value, limit);
  const steps = [...before, comparisonStep(value, limit, outside)];
  return outside
    ? { verdict: "exceeding", value, limit, reason: { code: "limit-exceeded", facts: {} }, steps }
    : { verdict: "compliant", value, limit, reason: { code: "within-limit", facts: {} }, steps };
}

function toVerdict(facts: ExceedHourFacts, outcome: Comparison & { readonly validity: DataValidity }): Verdict {
  const { outlet, pollutant, start } = facts.hour;
  const deadline = taggingDeadline(start);
  const isFinal = facts.now >= deadline;
  return {
    findingId: findingId(outlet, pollutant, "EXCEED-HOUR", start),
    rule: "EXCEED-HOUR",
    ruleVersion: "1",
    outlet,
    pollutant,
    basis: "hour",
    period: { start, end: plus(start, HOUR) },
    verdict: outcome.verdict,
    validity: outcome.validity,
    value: outcome.value,
    unit: facts.unit,
    limit: toAppliedLimit(outcome.limit),
    status: isFinal ? "confirmed" : "provisional",
    level: isFinal ? "A3" : "A2",
    confirmAt: isFinal ? null : deadline,
    reviewAt: null,
    reason: outcome.reason,
    steps: [...outcome.steps, ...(outcome.verdict === "exceeding" ? [taggingStep(deadline, isFinal)] : [])],
    evidence: [],
    declarationsConsidered: [],
  };
}
