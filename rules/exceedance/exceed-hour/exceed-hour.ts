import type { Verdict } from "../../../core/judging/finding.ts";
import type { TaggedPeriod } from "../../../core/judging/tagged-period.ts";
import { OXYGEN } from "../../../core/readings/pollutants.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { type Comparison, compareRows, noSteps } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { completenessAsk, invalidityReason, type KnownHour, knownHour } from "../../period/hour-validity.ts";
import { receivedStep, tagSteps, validityStep } from "../../period/verdict-steps.ts";
import { taggingDeadline, taggingStep } from "../../period/watermarks.ts";
import { type Answer, DUST_OF_TAGS, earlier, type Facts, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

/**
 * An hour mean above the limit that was in force in that hour is an exceedance. A value equal to the limit is compliant
 * and nothing is rounded before comparing. Flagged, tagged or implausible data, too few valid minutes and unusable
 * oxygen give `cannot-judge`, never an exceedance. Until noon of the next day (when data may still be tagged by hand) a
 * verdict is provisional, A2; from that noon on it is confirmed, A3. Silent where there is no hour mean or no row of
 * the law judges the hour.
 * @see docs/sources.md#tagging-deadline
 */
export const EXCEED_HOUR: Rule<"EXCEED-HOUR"> = {
  name: "exceed-hour",
  says: ["EXCEED-HOUR"],
  family: "exceedance",
  version: "2",
  clause: FIGURES.validMinutesOfAnHour.source,
  confidence: "C",
  period: "hour",
  wants: [{ fact: "hours", of: "self", before: 0 }, { fact: "hours", of: OXYGEN, before: 0 }, DUST_OF_TAGS],
  colours: true,
  appliesTo: ({ bases }) => bases.has("hour-mean"),
  judge: (facts) => {
    const state = facts.hour(facts.pollutant, facts.period.start);
    const [strictest, ...others] = facts.limits("hour-mean");
    if (strictest === undefined) return WITHOUT_LAW;
    if (state === undefined) return SILENT;
    const askAt = completenessAsk(state, facts.now);
    const hour = knownHour(state, facts.now);
    if (hour === undefined) return { verdicts: [], askAt };
    return answer(facts, { state, hour, limits: [strictest, ...others] });
  },
};

interface Judged {
  readonly state: TaggedPeriod;
  readonly hour: KnownHour;
  readonly limits: readonly [Limit, ...Limit[]];
}

function answer(facts: Facts, judged: Judged): Answer {
  const { state, hour, limits } = judged;
  const { now } = facts;
  const oxygenState = facts.hour(OXYGEN, state.start);
  const isValid = hour.validity.validity === "valid";
  const outcome = isValid ? compareRows(hour.mean, { oxygen: oxygenState, now }, limits) : unusable(judged);
  const deadline = taggingDeadline(state.start);
  const isConfirmed = now >= deadline;
  const isFound = outcome.verdict === "exceeding";
  // The oxygen hour may be completed by time alone, too.
  const completed = earlier(completenessAsk(state, now), completenessAsk(oxygenState, now));
  return {
    verdicts: [toVerdict(facts, judged, outcome)],
    askAt: isFound && !isConfirmed ? earlier(completed, deadline) : completed,
  };
}

function unusable({ hour: { mean, validity }, limits: [limit] }: Judged): Comparison {
  const value = limit.converted === true ? (mean.converted ?? null) : mean.value;
  return { verdict: "cannot-judge", value, limit, reason: invalidityReason(mean, validity), steps: noSteps };
}

function toVerdict(facts: Facts, { state, hour, limits }: Judged, outcome: Comparison): Verdict {
  const { mean, validity } = hour;
  const deadline = taggingDeadline(state.start);
  const isConfirmed = facts.now >= deadline;
  const isFound = outcome.verdict === "exceeding";
  return verdictOf(EXCEED_HOUR, facts, {
    rule: "EXCEED-HOUR",
    verdict: outcome.verdict,
    validity: validity.validity,
    value: outcome.value,
    unit: outcome.value === null ? mean.unit : outcome.limit.unit,
    limit: toAppliedLimit(outcome.limit),
    status: isConfirmed ? "confirmed" : "provisional",
    level: isConfirmed ? "A3" : "A2",
    disputed: state.late !== undefined,
    reason: outcome.reason,
    steps: () => [
      receivedStep(state, mean),
      ...tagSteps(state),
      validityStep(mean, validity),
      ...limitSteps(limits),
      ...outcome.steps(),
      ...(isFound ? [taggingStep(deadline, isConfirmed)] : []),
    ],
  });
}
