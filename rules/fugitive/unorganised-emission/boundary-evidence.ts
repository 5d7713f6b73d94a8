import type { MinuteFact, PeriodState } from "../../../core/judging/period.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Instant } from "../../../core/time.ts";
import { type Comparison, compareRows, noSteps } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { invalidityReason, isUsableMinute, type KnownHour } from "../../period/hour-validity.ts";
import { receivedStep, validityStep } from "../../period/verdict-steps.ts";
import { emissionOf } from "./emission-of.ts";
import type { FugitiveEvidence } from "./fugitive-evidence.ts";

/** What an hour mean at the boundary is judged by. */
interface BoundaryHour {
  readonly state: PeriodState;
  readonly hour: KnownHour;
  readonly limits: readonly [Limit, ...Limit[]];
  readonly now: Instant;
}

/**
 * A valid boundary hour mean above its limit is evidence alone: a lead, and never 超标. Its emission is that of the
 * minutes above the limit.
 */
export function boundaryEvidence({ state, hour, limits, now }: BoundaryHour): FugitiveEvidence {
  const { mean, validity } = hour;
  const [limit] = limits;
  const oxygen = { oxygen: undefined, now };
  const outcome: Comparison =
    validity.validity === "valid"
      ? compareRows(mean, oxygen, limits)
      : { verdict: "cannot-judge", value: mean.value, limit, reason: invalidityReason(mean, validity), steps: noSteps };
  const isAbove = (fact: MinuteFact): boolean =>
    isUsableMinute(fact) && compareRows(fact.versions[0], oxygen, limits).verdict === "exceeding";
  return {
    state,
    kind: "boundary-hour-mean",
    verdict: outcome.verdict,
    reason: outcome.reason,
    value: outcome.value ?? mean.value,
    unit: outcome.value === null ? mean.unit : outcome.limit.unit,
    limit: outcome.limit,
    validity: validity.validity,
    emission: emissionOf(state, isAbove),
    seq: mean.seq,
    steps: () => [receivedStep(state, mean), validityStep(mean, validity), ...limitSteps(limits), ...outcome.steps()],
  };
}
