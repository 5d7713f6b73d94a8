import type { AppliedLimit } from "../core/judging/applied-limit.ts";
import { type Finding, type FindingChange, type FindingStatus, findingIdOf, type Verdict } from "../core/judging/finding.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import type { Instant } from "../core/time.ts";

/** What happened to a finding, for those who act on it. */
export type FindingChangeKind = "opened" | "revised" | "confirmed" | "withdrawn" | "reinstated" | "exempted";

/** A finding after a decision. */
export interface FindingDecision {
  readonly next: Finding;
  readonly change: FindingChangeKind;
}

/** When and by which journal entry a decision is taken, and whose outlet it is about. */
export interface DecisionContext {
  readonly enterprise: string;
  readonly now: Instant;
  readonly seq: number;
}

/**
 * Compares what a rule says now with what was said before. `exceeding` and `exempt` open, revise, confirm or reinstate
 * a finding; `compliant` and `cannot-judge` withdraw it with the reason. History is only ever appended to. Returns
 * `undefined` when nothing changes, so that a replay or a redelivery creates nothing twice.
 */
export function decideFinding(
  current: Finding | undefined,
  verdict: Verdict,
  context: DecisionContext,
): FindingDecision | undefined {
  switch (verdict.verdict) {
    case "exceeding":
    case "exempt":
      return current === undefined ? openFinding(verdict, context) : updateFinding(current, verdict, context);
    case "compliant":
    case "cannot-judge":
      return current === undefined || current.status === "withdrawn" ? undefined : withdraw(current, verdict, context);
  }
}

/**
 * Withdraws a finding for which no rule can speak any more, for example because its limit row was corrected out of
 * force.
 */
export function withdrawFinding(current: Finding, reason: Reason, context: DecisionContext): FindingDecision | undefined {
  if (current.status === "withdrawn") return undefined;
  return { next: withHistory({ ...current, status: "withdrawn" }, reason, context), change: "withdrawn" };
}

function openFinding(verdict: Verdict, context: DecisionContext): FindingDecision {
  const { rule, family, outlet, pollutant, basis, period, status, level } = verdict;
  const identity = { id: findingIdOf(verdict), rule, family, outlet, enterprise: context.enterprise, pollutant, basis, period };
  const next = said(
    { ...identity, caseId: null, history: NO_HISTORY },
    verdict,
    { status, level, reason: verdict.reason },
    context,
  );
  return { next, change: verdict.verdict === "exempt" ? "exempted" : "opened" };
}

const NO_HISTORY: Finding["history"] = [];

function updateFinding(current: Finding, verdict: Verdict, context: DecisionContext): FindingDecision | undefined {
  if (isSameFinding(current, verdict)) return undefined;
  const { status, level } = verdict;
  const next = said(current, verdict, { status, level, reason: reasonOf(current, verdict) }, context);
  return { next, change: changeKind(current.status, status) };
}

/** A verdict that only became confirmed says why it did; one that is only disputed now, by what. */
function reasonOf(current: Finding, verdict: Verdict): Reason {
  if (verdict.status === "confirmed" && current.status === "provisional" && current.value === verdict.value)
    return { code: "time-for-marking-over", facts: {} };
  if (verdict.disputed && !current.disputed) return { code: "disputed", facts: {} };
  return verdict.reason;
}

function changeKind(before: FindingStatus, after: FindingStatus): FindingChangeKind {
  if (before === "withdrawn") return after === "exempted" ? "exempted" : "reinstated";
  if (before === after) return "revised";
  if (after === "confirmed") return "confirmed";
  return after === "exempted" ? "exempted" : "revised";
}

function withdraw(current: Finding, verdict: Verdict, context: DecisionContext): FindingDecision {
  const reason = withdrawalReason(current, verdict);
  return { next: said(current, verdict, { status: "withdrawn", level: current.level, reason }, context), change: "withdrawn" };
}

/** What makes an exceedance compliant afterwards: another value, or another limit for the same one. */
function withdrawalReason(current: Finding, verdict: Verdict): Reason {
  const isOtherLimit =
    verdict.verdict === "compliant" && verdict.value === current.value && !isSameLimit(verdict.limit, current.limit);
  return isOtherLimit ? { code: "limit-changed", facts: {} } : verdict.reason;
}

type Identity = Pick<
  Finding,
  "id" | "rule" | "family" | "outlet" | "enterprise" | "pollutant" | "basis" | "period" | "caseId" | "history"
>;

/** A finding after a verdict: what it is stays, what is said is taken over, and the history has a line more. */
function said(
  known: Identity,
  verdict: Verdict,
  { status, level, reason }: Pick<FindingChange, "status" | "level" | "reason">,
  { now, seq }: DecisionContext,
): Finding {
  const { value } = verdict;
  return {
    id: known.id,
    rule: known.rule,
    family: known.family,
    outlet: known.outlet,
    enterprise: known.enterprise,
    pollutant: known.pollutant,
    basis: known.basis,
    period: known.period,
    caseId: known.caseId,
    history: [...known.history, { at: now, seq, status, level, value, reason }],
    status,
    level,
    ruleVersion: verdict.ruleVersion,
    value,
    unit: verdict.unit,
    limit: verdict.limit,
    validity: verdict.validity,
    disputed: verdict.disputed,
    steps: verdict.steps(),
    evidence: verdict.evidence,
    declarationsConsidered: verdict.declarationsConsidered,
  };
}

/** Steps are left out on purpose: one more valid minute rewrites a step, but is no news of the finding. */
function isSameFinding(a: Finding, b: Verdict): boolean {
  return (
    a.status === b.status &&
    a.level === b.level &&
    a.value === b.value &&
    a.unit === b.unit &&
    a.validity === b.validity &&
    a.disputed === b.disputed &&
    a.ruleVersion === b.ruleVersion &&
    isSameLimit(a.limit, b.limit) &&
    isSameConsideration(a, b)
  );
}

function isSameLimit(a: AppliedLimit | null, b: AppliedLimit | null): boolean {
  if (a === null || b === null) return a === b;
  return FIGURES_OF_A_LIMIT.every((key) => a[key] === b[key]);
}

const FIGURES_OF_A_LIMIT: readonly (keyof AppliedLimit)[] = [
  "id",
  "value",
  "min",
  "max",
  "comparator",
  "unit",
  "source",
  "validFrom",
  "basis",
];

function isSameConsideration(a: Finding, b: Verdict): boolean {
  if (a.declarationsConsidered.length === 0 && b.declarationsConsidered.length === 0) return true;
  return JSON.stringify(a.declarationsConsidered) === JSON.stringify(b.declarationsConsidered);
}

function withHistory(finding: Finding, reason: Reason, context: DecisionContext): Finding {
  const { status, level, value } = finding;
  const change: FindingChange = { at: context.now, seq: context.seq, status, level, value, reason };
  return { ...finding, history: [...finding.history, change] };
}
