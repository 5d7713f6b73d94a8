import { HOUR, plus } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { taggingDeadline } from "../../period/watermarks.ts";
import { type Facts, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

const { value: FEW, source: LAW } = FIGURES.fewExceededHours;
const EXCEEDED = "EXCEED-HOUR";

/**
 * More than three exceeded hours in a natural day (长时超标). Each of them is a finding and a case already; that they are
 * so many is a lead, A1. Where hours are not judged, as at a waste incinerator, there are none to count. Asked when an
 * hour begins to be exceeded or is so no more, also where a limit is gone.
 */
export const LONG_EXCEEDANCE: Rule<"Q10"> = {
  name: "long-exceedance",
  says: ["Q10"],
  family: "quality",
  version: "1",
  clause: LAW,
  confidence: "S",
  period: "day",
  wants: [{ fact: "found", rules: [EXCEEDED] }],
  colours: false,
  appliesTo: () => true,
  judge: (facts) => {
    if (facts.limits("hour-mean").length === 0) return WITHOUT_LAW;
    const known = knownHours(facts);
    const hours = known.filter((ids) => ids.includes(EXCEEDED)).length;
    if (hours <= FEW) return SILENT;
    const deadline = taggingDeadline(facts.period.start);
    const isConfirmed = facts.now >= deadline;
    const verdict = verdictOf(LONG_EXCEEDANCE, facts, {
      rule: "Q10",
      verdict: "exceeding",
      validity: "valid",
      value: hours,
      unit: "h",
      status: isConfirmed ? "confirmed" : "provisional",
      level: "A1",
      reason: { code: "exceeded-for-long", facts: { hours, few: FEW } },
      steps: () => [{ code: "hours-exceeded", facts: { hours, known: known.length, few: FEW, law: LAW } }],
    });
    return { verdicts: [verdict], askAt: isConfirmed ? null : deadline };
  },
};

function knownHours(facts: Facts): readonly (readonly string[])[] {
  const hours: (readonly string[])[] = [];
  for (let { start } = facts.period; start < facts.period.end; start = plus(start, HOUR)) {
    const ids = facts.found(start);
    if (ids !== undefined) hours.push(ids);
  }
  return hours;
}
