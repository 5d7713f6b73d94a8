import type { Verdict } from "../../core/judging/finding.ts";
import type { Facts, Rule } from "./rule.ts";

/** What a rule decides about a verdict; the rest follows from rule and facts. */
type Decided = Pick<Verdict, "rule" | "verdict" | "validity" | "value" | "unit" | "status" | "level" | "reason" | "steps"> &
  Partial<Pick<Verdict, "limit" | "disputed" | "evidence" | "declarationsConsidered">>;

const NOTHING: readonly never[] = [];

/** A verdict of the rule on the period that it was asked about. */
export function verdictOf(rule: Rule, { outlet, pollutant, period }: Facts, decided: Decided): Verdict {
  return {
    rule: decided.rule,
    ruleVersion: rule.version,
    family: rule.family,
    outlet: outlet.id,
    pollutant,
    basis: rule.period,
    period,
    verdict: decided.verdict,
    validity: decided.validity,
    value: decided.value,
    unit: decided.unit,
    limit: decided.limit ?? null,
    status: decided.status,
    level: decided.level,
    disputed: decided.disputed ?? false,
    reason: decided.reason,
    steps: decided.steps,
    evidence: decided.evidence ?? NOTHING,
    declarationsConsidered: decided.declarationsConsidered ?? NOTHING,
  };
}
