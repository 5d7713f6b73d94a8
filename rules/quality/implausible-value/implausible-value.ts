import { completenessAsk, knownHour } from "../../period/hour-validity.ts";
import { receivedStep, validityStep } from "../../period/verdict-steps.ts";
import { secondWatermark } from "../../period/watermarks.ts";
import { earlier, type Rule, SILENT } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

/**
 * An hour mean outside the range of its channel, or one that loggers write where there is no value (超量程): it is never
 * judged, and it is a lead, A1.
 */
export const IMPLAUSIBLE_VALUE: Rule<"Q06"> = {
  name: "implausible-value",
  says: ["Q06"],
  family: "quality",
  version: "1",
  clause: null,
  confidence: "S",
  period: "hour",
  wants: [{ fact: "hours", of: "self", before: 0 }],
  colours: false,
  appliesTo: () => true,
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const state = facts.hour(pollutant, period.start);
    const hour = state === undefined ? undefined : knownHour(state, now);
    if (state === undefined || hour?.validity.validity !== "implausible") return SILENT;
    const { mean, validity } = hour;
    const confirmedAt = secondWatermark(state);
    const isConfirmed = now >= confirmedAt;
    const verdict = verdictOf(IMPLAUSIBLE_VALUE, facts, {
      rule: "Q06",
      verdict: "exceeding",
      validity: "implausible",
      value: mean.value,
      unit: mean.unit,
      status: isConfirmed ? "confirmed" : "provisional",
      level: "A1",
      reason: { code: "implausible-value", facts: {} },
      steps: () => [receivedStep(state, mean), validityStep(mean, validity)],
    });
    return { verdicts: [verdict], askAt: earlier(completenessAsk(state, now), isConfirmed ? null : confirmedAt) };
  },
};
