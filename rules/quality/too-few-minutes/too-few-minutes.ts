import { OXYGEN } from "../../../core/readings/pollutants.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { hourLimits } from "../../law/applied-limit.ts";
import { compareRows } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { completenessAsk, countedMinutes, knownHour } from "../../period/hour-validity.ts";
import { receivedStep, validityStep } from "../../period/verdict-steps.ts";
import { secondWatermark } from "../../period/watermarks.ts";
import { earlier, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";
import { brokenHour, COMPARED_HOUR } from "../compared-hour.ts";

/**
 * An hour whose mean breaks its limit, and of which too few minutes are valid (缺失): nobody may judge it, and nobody may
 * pass over it in silence. A lead, A1: the missing minutes are asked for, the flagged ones looked at.
 */
export const TOO_FEW_MINUTES: Rule<"Q01"> = {
  ...COMPARED_HOUR,
  name: "too-few-minutes",
  says: ["Q01"],
  version: "1",
  clause: FIGURES.validMinutesOfAnHour.source,
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const state = facts.hour(pollutant, period.start);
    const [strictest, ...others] = hourLimits(facts);
    if (strictest === undefined) return WITHOUT_LAW;
    if (state === undefined) return SILENT;
    const oxygen = facts.hour(OXYGEN, state.start);
    // The oxygen hour may be completed by time alone, too.
    const askAt = earlier(completenessAsk(state, now), completenessAsk(oxygen, now));
    const hour = knownHour(state, now);
    if (hour?.validity.validity !== "too-few") return { verdicts: [], askAt };
    const { mean, validity } = hour;
    const limits = [strictest, ...others] as const;
    const outcome = compareRows(mean, { oxygen, now }, [...limits]);
    if (outcome.verdict !== "exceeding") return { verdicts: [], askAt };
    const confirmedAt = secondWatermark(state);
    const isConfirmed = now >= confirmedAt;
    const verdict = verdictOf(TOO_FEW_MINUTES, facts, {
      ...brokenHour(hour, outcome),
      rule: "Q01",
      status: isConfirmed ? "confirmed" : "provisional",
      reason: { code: "above-limit-but-too-few", facts: countedMinutes(validity) },
      steps: () => [receivedStep(state, mean), validityStep(mean, validity), ...limitSteps(limits), ...outcome.steps()],
    });
    return { verdicts: [verdict], askAt: earlier(askAt, isConfirmed ? null : confirmedAt) };
  },
};
