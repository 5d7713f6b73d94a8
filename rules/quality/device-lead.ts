import type { Verdict } from "../../core/judging/finding.ts";
import { inForce } from "../period/fold-reading.ts";
import { type Answer, type Facts, type Rule, SILENT } from "../register/rule.ts";
import { verdictOf } from "../register/verdict-of.ts";

/**
 * What leads about a device share: the door's hour of them is a fact, so it is confirmed at once, A1, and never undone.
 */
export const DEVICE_LEAD = {
  family: "quality",
  version: "1",
  clause: null,
  confidence: "D",
  period: "hour",
  wants: [{ fact: "hours", of: "self", before: 0 }],
  colours: false,
} as const satisfies Partial<Rule>;

/** Says of an hour in which a door noticed something how often that was. */
export function askDoor<Id extends string>(rule: Rule<Id>, facts: Facts, reasonOf: (count: number) => Verdict["reason"]): Answer {
  const state = facts.hour(facts.pollutant, facts.period.start);
  const noticed = state && inForce(state);
  if (noticed === undefined) return SILENT;
  const count = noticed.value;
  const verdicts = rule.says.map((id) =>
    verdictOf(rule, facts, {
      rule: id,
      verdict: "exceeding",
      validity: "valid",
      value: count,
      unit: "",
      status: "confirmed",
      level: "A1",
      reason: reasonOf(count),
      steps: () => [{ code: "noticed-at-door", facts: { count } }],
    }),
  );
  return { verdicts, askAt: null };
}
