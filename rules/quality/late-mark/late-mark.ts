import { OXYGEN } from "../../../core/readings/pollutants.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { hourLimits } from "../../law/applied-limit.ts";
import { compareRows } from "../../law/compare.ts";
import { type HourValidity, knownHour } from "../../period/hour-validity.ts";
import { receivedStep } from "../../period/verdict-steps.ts";
import { type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";
import { brokenHour, COMPARED_HOUR } from "../compared-hour.ts";

/** Validities of hours of which something stands that a mark could dispute: a verdict, or a lead of too few minutes. */
const STANDING: ReadonlySet<HourValidity["validity"]> = new Set(["valid", "too-few"]);

/**
 * A flag, a tag or minute values against an hour above its limit that came after the time in which the data could be
 * marked (未标记异常): the verdict stands as it is, and that somebody marks it so late is a lead of its own, A1.
 */
export const LATE_MARK: Rule<"Q25"> = {
  ...COMPARED_HOUR,
  name: "late-mark",
  says: ["Q25"],
  version: "1",
  clause: FIGURES.taggingDeadline.source,
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const state = facts.hour(pollutant, period.start);
    if (state?.late === undefined) return SILENT;
    const hour = knownHour(state, now);
    const [strictest, ...others] = hourLimits(facts);
    if (strictest === undefined) return WITHOUT_LAW;
    if (hour === undefined || !STANDING.has(hour.validity.validity)) return SILENT;
    const { mean } = hour;
    const outcome = compareRows(mean, { oxygen: facts.hour(OXYGEN, state.start), now }, [strictest, ...others]);
    if (outcome.verdict !== "exceeding") return SILENT;
    const { flag = null, tag } = state.late;
    const marks = { flag, ...(tag !== undefined && { tag }) };
    const verdict = verdictOf(LATE_MARK, facts, {
      ...brokenHour(hour, outcome),
      rule: "Q25",
      status: "confirmed",
      reason: { code: "marked-too-late", facts: marks },
      steps: () => [receivedStep(state, mean), ...outcome.steps(), { code: "late-marks", facts: marks }],
    });
    return { verdicts: [verdict], askAt: null };
  },
};
