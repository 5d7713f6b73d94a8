import type { Finding } from "../../../core/judging/finding.ts";
import { findingFacts } from "../../../core/judging/finding-facts.ts";
import { formatIso } from "../../../core/time.ts";
import type { KnownRuleId } from "../../../rules/all-rules.ts";
import { WHY } from "../../../words/considered.ts";
import type { Telling } from "../../../words/names.ts";
import { REASONS } from "../../../words/reasons.ts";
import { quotedIn, sayStep } from "../../../words/steps.ts";
import { findingClaim, findingSentence } from "../../../words/verdict.ts";
import { say } from "../../../words/word-table.ts";
import type { FindingDetailWire, FindingWire } from "./schema.ts";

/** A finding as a row of a list. */
export function findingToWire(finding: Finding, telling: Telling): FindingWire {
  const { period, history, limit } = finding;
  const facts = findingFacts(finding);
  return {
    id: finding.id,
    sentence: findingSentence(facts, telling),
    shortSentence: findingClaim(facts, telling),
    // What is stored was found by a rule of the register.
    rule: finding.rule as KnownRuleId,
    family: finding.family,
    disputed: finding.disputed,
    ruleVersion: finding.ruleVersion,
    outlet: finding.outlet,
    enterprise: finding.enterprise,
    pollutant: finding.pollutant,
    period: { start: formatIso(period.start), end: formatIso(period.end) },
    basis: finding.basis,
    value: finding.value,
    unit: finding.unit,
    limit: limit === null ? null : { ...limit },
    validity: finding.validity,
    status: finding.status,
    level: finding.level,
    caseId: finding.caseId,
    history: history.map((h) => ({
      at: formatIso(h.at),
      status: h.status,
      level: h.level,
      value: h.value,
      reason: say(REASONS, h.reason, telling),
      code: h.reason.code,
      facts: { ...h.reason.facts },
      seq: h.seq,
    })),
  };
}

/**
 * A finding with everything that defends it: the steps to the verdict, the evidence, the declarations that were looked
 * at.
 */
export function findingToDetail(finding: Finding, telling: Telling): FindingDetailWire {
  return {
    ...findingToWire(finding, telling),
    steps: finding.steps.map((step) => ({
      ...sayStep(step, telling),
      quoted: quotedIn(step),
      code: step.code,
      facts: { ...step.facts },
    })),
    evidence: finding.evidence.map((e) => ({ ...e, at: formatIso(e.at) })),
    declarationsConsidered: finding.declarationsConsidered.map(({ id, covers, why, from, to }) => ({
      id,
      covers,
      from: formatIso(from),
      to: formatIso(to),
      why: say(WHY, why, telling),
      code: why.code,
      facts: { ...why.facts },
    })),
  };
}
