import { unitShift } from "../../../core/readings/units.ts";
import { completenessAsk, knownHour } from "../../period/hour-validity.ts";
import { receivedStep, validityStep } from "../../period/verdict-steps.ts";
import { secondWatermark } from "../../period/watermarks.ts";
import { earlier, type Rule, SILENT } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

/**
 * A valid hour mean of a concentration below zero (负值): inside the range of its channel, so it is judged, but nothing
 * discharges less than nothing. A lead, A1: zero drift or a wrong offset.
 */
export const NEGATIVE_VALUE: Rule<"Q05"> = {
  name: "negative-value",
  says: ["Q05"],
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
    if (state === undefined) return SILENT;
    const completed = completenessAsk(state, now);
    const hour = knownHour(state, now);
    const isFound = hour?.validity.validity === "valid" && hour.mean.value < 0 && isConcentration(hour.mean.unit);
    if (hour === undefined || !isFound) return { verdicts: [], askAt: completed };
    const { mean, validity } = hour;
    const confirmedAt = secondWatermark(state);
    const isConfirmed = now >= confirmedAt;
    const verdict = verdictOf(NEGATIVE_VALUE, facts, {
      rule: "Q05",
      verdict: "exceeding",
      validity: "valid",
      value: mean.value,
      unit: mean.unit,
      status: isConfirmed ? "confirmed" : "provisional",
      level: "A1",
      reason: { code: "negative-value", facts: {} },
      steps: () => [receivedStep(state, mean), validityStep(mean, validity)],
    });
    return { verdicts: [verdict], askAt: earlier(completed, isConfirmed ? null : confirmedAt) };
  },
};

/** Temperatures and pressures may be negative. */
function isConcentration(unit: string): boolean {
  return unitShift(unit, "mg/m3") !== undefined || unitShift(unit, "mg/L") !== undefined;
}
