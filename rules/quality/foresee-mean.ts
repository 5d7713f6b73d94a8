import type { Verdict } from "../../core/judging/finding.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import { carried } from "../../core/readings/number-text.ts";
import { shifted, unitShift } from "../../core/readings/units.ts";
import type { Limit } from "../../core/registry/limit.ts";
import { type Instant, MINUTE, type Period, plus } from "../../core/time.ts";
import { toAppliedLimit } from "../law/applied-limit.ts";
import type { Comparison } from "../law/compare.ts";
import { limitSteps } from "../law/limit-steps.ts";
import type { Facts, Rule } from "../register/rule.ts";
import { verdictOf } from "../register/verdict-of.ts";

/** A usable value that covers some minutes of the period, in the unit of the limit and as the limit asks for it. */
export interface Sample {
  readonly at: Instant;
  readonly minutes: number;
  readonly value: number;
}

/** From when on one looks ahead, and how much of what was measured last is taken to go on. In minutes. */
export interface Outlook {
  readonly after: number;
  readonly last: number;
}

/** What could be seen of a mean before its period was over. */
export interface Foreseen {
  /** When it could be seen first. */
  readonly at: Instant;
  readonly meanSoFar: number;
  readonly minutesLeft: number;
  /** What the rest may be at most in the mean; 0 where even that is too much. */
  readonly allowed: number;
  /** The mean that was to be expected then, or, where nothing could help any more, the least that it could become. */
  readonly value: number;
  readonly isUnavoidable: boolean;
}

/**
 * The first moment at which the values of a period show that its mean will pass the limit: because the rest could be
 * zero and it still would, or because it will if what came last goes on. A function of the values alone, so that late
 * ones and repeats give the same. Minutes without a value count for nothing, as in the mean.
 */
export function foreseeMean(samples: readonly Sample[], period: Period, limit: number, outlook: Outlook): Foreseen | undefined {
  if (!samples.some(({ value }) => value > limit)) return undefined;
  let [sum, covered] = [0, 0];
  for (const [i, { at, minutes, value }] of samples.entries()) {
    sum += value * minutes;
    covered += minutes;
    const seenAt = plus(at, minutes * MINUTE);
    const left = (period.end - seenAt) / MINUTE;
    if (left <= 0) return undefined;
    const least = sum / (covered + left);
    const likely = (sum + lastMean(samples.slice(0, i + 1), outlook.last) * left) / (covered + left);
    const isUnavoidable = least > limit;
    if (!isUnavoidable && (covered < outlook.after || likely <= limit)) continue;
    const allowed = Math.max(0, (limit * (covered + left) - sum) / left);
    const seen = { at: seenAt, minutesLeft: left, isUnavoidable };
    const means = { meanSoFar: sum / covered, allowed, value: isUnavoidable ? least : likely };
    return { ...seen, meanSoFar: carried(means.meanSoFar), allowed: carried(allowed), value: carried(means.value) };
  }
  return undefined;
}

function lastMean(samples: readonly Sample[], last: number): number {
  let [sum, covered] = [0, 0];
  for (let i = samples.length - 1; i >= 0 && covered < last; i--) {
    const { minutes, value } = samples[i] as Sample;
    sum += value * minutes;
    covered += minutes;
  }
  return sum / covered;
}

/** A value as a limit compares it; `undefined` in another unit, or where a converted value is asked for and missing. */
export function asCompared(
  { value, converted, unit }: { readonly value: number; readonly converted?: number; readonly unit: string },
  limit: Limit,
): number | undefined {
  const figure = limit.converted === true ? converted : value;
  const shift = unitShift(unit, limit.unit);
  return figure === undefined || shift === undefined ? undefined : carried(shifted(figure, shift));
}

/** What is said of a mean that was foreseen to pass its limit. */
interface ForeseenVerdict<Id extends string> {
  readonly id: Id;
  readonly limit: Limit;
  readonly seen: Foreseen;
  /** How the mean of the period itself compares; left out while it is not known. */
  readonly outcome: Comparison | undefined;
}

/** A warning before, A1; it stays where the mean passed its limit indeed, and falls where it did not. */
export function foreseenVerdict<Id extends string>(
  rule: Rule<Id>,
  facts: Facts,
  { id, limit, seen, outcome }: ForeseenVerdict<Id>,
): Verdict {
  const { at, minutesLeft, meanSoFar, allowed, value, isUnavoidable } = seen;
  const came = outcome === undefined || outcome.verdict === "exceeding";
  const said = { minutesLeft, allowed, unit: limit.unit };
  const step: VerdictStep = { code: "foreseen", facts: { at, meanSoFar, value, isUnavoidable, ...said } };
  return verdictOf(rule, facts, {
    rule: id,
    verdict: came ? "exceeding" : "compliant",
    validity: "valid",
    value,
    unit: limit.unit,
    limit: toAppliedLimit(limit),
    status: outcome === undefined ? "provisional" : "confirmed",
    level: "A1",
    reason: came ? { code: "mean-foreseen", facts: { isUnavoidable, ...said } } : { code: "not-as-foreseen", facts: {} },
    steps: () => [...limitSteps([limit]), step],
  });
}
