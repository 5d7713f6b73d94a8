import { WATER_FLOW } from "../../../core/readings/pollutants.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { compareRows } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { isJudgedByDay, knownDay } from "../../period/day-mean.ts";
import { completeAt, taggingDeadline } from "../../period/watermarks.ts";
import { earlier, type Rule, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

/**
 * A valid day mean above a row of the law that may not judge. A lead, A1, and never 超标, as the one of hours.
 * @see docs/sources.md#law
 */
export const UNCONFIRMED_DAY: Rule<"LAW-DAY"> = {
  name: "unconfirmed-day",
  says: ["LAW-DAY"],
  family: "quality",
  version: "1",
  clause: null,
  confidence: "S",
  period: "day",
  wants: [
    { fact: "day", of: "self" },
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: WATER_FLOW, before: 0 },
  ],
  colours: false,
  appliesTo: ({ pollutant, warned }) => warned?.has("day-mean") === true && isJudgedByDay(pollutant),
  judge: (facts) => {
    const { now, period } = facts;
    const [strictest, ...others] = facts.limits("day-mean", "warn");
    if (strictest === undefined) return WITHOUT_LAW;
    const complete = completeAt({ basis: "day", start: period.start });
    const completed = now < complete ? complete : null;
    const day = knownDay(facts);
    if (day?.validity !== "valid") return { verdicts: [], askAt: completed };
    const limits = [strictest, ...others] as const;
    const outcome = compareRows(day, { oxygen: undefined, now }, limits);
    if (outcome.verdict !== "exceeding") return { verdicts: [], askAt: completed };
    const deadline = taggingDeadline(period.start);
    const isConfirmed = now >= deadline;
    const verdict = verdictOf(UNCONFIRMED_DAY, facts, {
      rule: "LAW-DAY",
      verdict: "exceeding",
      validity: day.validity,
      value: outcome.value,
      unit: outcome.limit.unit,
      limit: toAppliedLimit(outcome.limit),
      status: isConfirmed ? "confirmed" : "provisional",
      level: "A1",
      reason: { code: "above-unconfirmed-limit", facts: {} },
      steps: () => [...day.steps(), ...limitSteps(limits), ...outcome.steps()],
    });
    return { verdicts: [verdict], askAt: isConfirmed ? completed : earlier(completed, deadline) };
  },
};
