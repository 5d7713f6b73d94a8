import { OXYGEN } from "../../../core/readings/pollutants.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { hourLimits, toAppliedLimit } from "../../law/applied-limit.ts";
import { compareRows } from "../../law/compare.ts";
import { type HourValidity, knownHour } from "../../period/hour-validity.ts";
import { receivedStep } from "../../period/verdict-steps.ts";
import { type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

/** Validities of hours of which something stands that a mark could dispute: a verdict, or a lead of too few minutes. */
const STANDING: ReadonlySet<HourValidity["validity"]> = new Set(["valid", "too-few"]);

/**
 * A flag or minute values against an hour above its limit that came after the time in which the data could be marked
 * (未标记异常): the verdict stands as it is, and that somebody marks it so late is a lead of its own, A1.
 */
export const LATE_MARK: Rule<"Q25"> = {
  name: "late-mark",
  says: ["Q25"],
  family: "quality",
  version: "1",
  clause: FIGURES.taggingDeadline.source,
  confidence: "C",
  period: "hour",
  wants: [
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: OXYGEN, before: 0 },
  ],
  colours: false,
  appliesTo: ({ bases }) => bases.has("hour-mean") || bases.has("boundary-hour-mean"),
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const state = facts.hour(pollutant, period.start);
    if (state?.late === undefined) return SILENT;
    const hour = knownHour(state, now);
    const [strictest, ...others] = hourLimits(facts);
    if (strictest === undefined) return WITHOUT_LAW;
    if (hour === undefined || !STANDING.has(hour.validity.validity)) return SILENT;
    const { mean, validity } = hour;
    const outcome = compareRows(mean, { oxygen: facts.hour(OXYGEN, state.start), now }, [strictest, ...others]);
    if (outcome.verdict !== "exceeding") return SILENT;
    const { flag = null } = state.late;
    const verdict = verdictOf(LATE_MARK, facts, {
      rule: "Q25",
      verdict: "exceeding",
      validity: validity.validity,
      value: outcome.value,
      unit: outcome.limit.unit,
      limit: toAppliedLimit(outcome.limit),
      status: "confirmed",
      level: "A1",
      reason: { code: "marked-too-late", facts: { flag } },
      steps: () => [receivedStep(state, mean), ...outcome.steps(), { code: "late-marks", facts: { flag } }],
    });
    return { verdicts: [verdict], askAt: null };
  },
};
