import { OXYGEN } from "../../../core/readings/pollutants.ts";
import { hourLimits } from "../../law/applied-limit.ts";
import { compareRows } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { completenessAsk, knownHour } from "../../period/hour-validity.ts";
import { receivedStep, validityStep } from "../../period/verdict-steps.ts";
import { secondWatermark } from "../../period/watermarks.ts";
import { earlier, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";
import { brokenHour, COMPARED_HOUR } from "../compared-hour.ts";

/**
 * A valid hour mean above a row of the law that may not judge: a part of it is not confirmed, or it is no law by
 * itself. A lead, A1, and never 超标: somebody looks the figure up, or confirms it.
 * @see docs/sources.md#law
 */
export const UNCONFIRMED_HOUR: Rule<"LAW-HOUR"> = {
  ...COMPARED_HOUR,
  name: "unconfirmed-hour",
  says: ["LAW-HOUR"],
  version: "1",
  clause: null,
  confidence: "S",
  appliesTo: ({ warned }) => warned?.has("hour-mean") === true || warned?.has("boundary-hour-mean") === true,
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const state = facts.hour(pollutant, period.start);
    const [strictest, ...others] = hourLimits(facts, "warn");
    if (strictest === undefined) return WITHOUT_LAW;
    if (state === undefined) return SILENT;
    const oxygen = facts.hour(OXYGEN, state.start);
    // The oxygen hour may be completed by time alone, too.
    const askAt = earlier(completenessAsk(state, now), completenessAsk(oxygen, now));
    const hour = knownHour(state, now);
    if (hour?.validity.validity !== "valid") return { verdicts: [], askAt };
    const { mean, validity } = hour;
    const limits = [strictest, ...others] as const;
    const outcome = compareRows(mean, { oxygen, now }, limits);
    if (outcome.verdict !== "exceeding") return { verdicts: [], askAt };
    const confirmedAt = secondWatermark(state);
    const isConfirmed = now >= confirmedAt;
    const verdict = verdictOf(UNCONFIRMED_HOUR, facts, {
      ...brokenHour(hour, outcome),
      rule: "LAW-HOUR",
      status: isConfirmed ? "confirmed" : "provisional",
      reason: { code: "above-unconfirmed-limit", facts: {} },
      steps: () => [receivedStep(state, mean), validityStep(mean, validity), ...limitSteps(limits), ...outcome.steps()],
    });
    return { verdicts: [verdict], askAt: earlier(askAt, isConfirmed ? null : confirmedAt) };
  },
};
