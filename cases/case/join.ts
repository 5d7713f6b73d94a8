import type { Finding, RuleId } from "../../core/judging/finding.ts";
import { HOUR } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import type { Case } from "./case.ts";
import { isUnsettled } from "./case-decision.ts";

/**
 * The case a finding belongs to instead of opening another: same outlet, pollutant and family of rules, not yet
 * settled, and at most 24 hours (inclusive) between the finding's period and the case's newest one, before or after.
 * The oldest such case wins.
 */
export function findCaseToJoin(open: readonly Case[], finding: Finding): Case | undefined {
  const similar = open.filter((c) => isSimilar(c, finding));
  return similar.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))[0];
}

function isSimilar(candidate: Case, finding: Finding): boolean {
  return (
    isUnsettled(candidate.state) &&
    candidate.outlet === finding.outlet &&
    candidate.pollutant === finding.pollutant &&
    candidate.rule !== null &&
    familyOf(candidate.rule) === familyOf(finding.rule) &&
    candidate.lastFindingAt !== null &&
    Math.abs(finding.period.start - candidate.lastFindingAt) <= FIGURES.joiningFindings.value * HOUR
  );
}

/** `EXCEED` or `FUG`: the rules that speak of the same matter. */
function familyOf(rule: RuleId): string {
  return rule.slice(0, rule.indexOf("-"));
}
