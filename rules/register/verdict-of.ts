import { findingId, type Verdict } from "../../core/judging/finding.ts";
import type { Facts, Rule } from "./rule.ts";

/** What a rule decides about a verdict; the rest follows from rule and facts. */
type Decided = Pick<Verdict, "rule" | "verdict" | "validity" | "value" | "unit" | "status" | "level" | "reason" | "steps"> &
  Partial<Pick<Verdict, "limit" | "disputed" | "evidence" | "declarationsConsidered">>;

/** A verdict of the rule on the period that it was asked about. */
export function verdictOf(rule: Rule, { outlet, pollutant, period }: Facts, decided: Decided): Verdict {
  return {
    findingId: findingId(outlet.id, pollutant, decided.rule, period.start),
    ruleVersion: rule.version,
    family: rule.family,
    outlet: outlet.id,
    pollutant,
    basis: rule.period,
    period,
    limit: null,
    disputed: false,
    evidence: [],
    declarationsConsidered: [],
    ...decided,
  };
}
