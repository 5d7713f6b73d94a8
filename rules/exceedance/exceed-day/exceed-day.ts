import type { Verdict } from "../../../core/judging/finding.ts";
import { WATER_FLOW } from "../../../core/readings/pollutants.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { type Comparison, compareRows, noSteps } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { invalidDayReason, isJudgedByDay, knownDay } from "../../period/day-mean.ts";
import { completeAt, taggingDeadline, taggingStep } from "../../period/watermarks.ts";
import { DUST_OF_TAGS, earlier, type Rule, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

/**
 * A day mean above the limit that was in force on that day (日均超标). The logger's own day mean counts; where it sends
 * none, ours from the day's valid hours, weighted with the flow where it is water. At least 20 hours must be valid
 * where hours are known. Provisional (A2) until noon of the next day, confirmed (A3) from then on.
 * @see docs/sources.md#day-mean
 */
export const EXCEED_DAY: Rule<"EXCEED-DAY"> = {
  name: "exceed-day",
  says: ["EXCEED-DAY"],
  family: "exceedance",
  version: "1",
  clause: FIGURES.validHoursOfADay.source,
  confidence: "C",
  period: "day",
  wants: [
    { fact: "day", of: "self" },
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: WATER_FLOW, before: 0 },
    DUST_OF_TAGS,
  ],
  colours: true,
  appliesTo: ({ pollutant, bases }) => bases.has("day-mean") && isJudgedByDay(pollutant),
  judge: (facts) => {
    const [strictest, ...others] = facts.limits("day-mean");
    if (strictest === undefined) return WITHOUT_LAW;
    const complete = completeAt({ basis: "day", start: facts.period.start });
    const day = knownDay(facts);
    const completed = facts.now < complete ? complete : null;
    if (day === undefined) return { verdicts: [], askAt: completed };
    const limits = [strictest, ...others] as const;
    const isValid = day.validity === "valid";
    const outcome: Comparison = isValid
      ? compareRows(day, { oxygen: undefined, now: facts.now }, [...limits])
      : { verdict: "cannot-judge", value: day.value, limit: strictest, reason: invalidDayReason(day), steps: noSteps };
    const deadline = taggingDeadline(facts.period.start);
    const isConfirmed = facts.now >= deadline;
    const isFound = outcome.verdict === "exceeding";
    const verdict: Verdict = verdictOf(EXCEED_DAY, facts, {
      rule: "EXCEED-DAY",
      verdict: outcome.verdict,
      validity: day.validity,
      value: outcome.value,
      unit: outcome.value === null ? day.unit : outcome.limit.unit,
      limit: toAppliedLimit(outcome.limit),
      status: isConfirmed ? "confirmed" : "provisional",
      level: isConfirmed ? "A3" : "A2",
      disputed: day.isDisputed,
      reason: outcome.reason,
      steps: () => [
        ...day.steps(),
        ...limitSteps(limits),
        ...outcome.steps(),
        ...(isFound ? [taggingStep(deadline, isConfirmed)] : []),
      ],
    });
    return { verdicts: [verdict], askAt: isFound && !isConfirmed ? earlier(completed, deadline) : completed };
  },
};
