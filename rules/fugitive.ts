import type { DeclaredEmission } from "../core/judging/declared-emission.ts";
import { type AlertLevel, findingId, type RuleId, type Verdict } from "../core/judging/finding.ts";
import type { DataValidity, HourState, HourValue, VerdictWord } from "../core/judging/hour.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import type { VerdictStep } from "../core/judging/step-codes.ts";
import { isSameUnit } from "../core/readings/number-text.ts";
import type { Limit } from "../core/registry/limit.ts";
import type { Outlet } from "../core/registry/registry.ts";
import { HOUR, type Instant, MINUTE, type Period, plus } from "../core/time.ts";
import { DUTIES } from "../limits/duties.ts";
import { FIGURES } from "../limits/figures.ts";
import { isOutside, judgingLimits, toAppliedLimit, unitMismatch } from "./applied-limit.ts";
import { type Consideration, considerDeclarations } from "./consider-declarations.ts";
import { evaluateHourValidity, invalidityReason } from "./hour-validity.ts";
import { comparisonStep, limitSteps, receivedStep, unitMismatchStep, validityStep } from "./verdict-steps.ts";

/** What is known when a boundary hour is judged. */
export interface FugitiveFacts {
  readonly outlet: Outlet;
  readonly hour: HourState;
  /** The limit rows of this outlet and pollutant, in force or not. */
  readonly limits: readonly Limit[];
  readonly unit: string;
  /** The declarations of this outlet or its enterprise, in the state they have now. */
  readonly declarations: readonly DeclaredEmission[];
  readonly now: Instant;
}

type FugitiveRule = Extract<RuleId, "FUG-CONSENTED" | "FUG-PENDING" | "FUG-UNREPORTED">;

/** How soon an emission with an unanswered declaration is looked at again. */
const REVIEW_INTERVAL = FIGURES.pendingDeclarationReview.value * MINUTE;

const RULE_OF_STANDING: Readonly<Record<Consideration["standing"], FugitiveRule>> = {
  consented: "FUG-CONSENTED",
  pending: "FUG-PENDING",
  unreported: "FUG-UNREPORTED",
};

const LEVEL: Readonly<Record<FugitiveRule, AlertLevel>> = { "FUG-CONSENTED": "A0", "FUG-PENDING": "A2", "FUG-UNREPORTED": "A3" };
const PLACES: ReadonlySet<Outlet["kind"]> = new Set(["boundary", "in-plant", "vent"]);

/**
 * FUG-…: a valid boundary hour mean above its limit is evidence of an unorganised emission (无组织排放), a lead and never
 * 超标. Consent given at or before the onset exempts it; a declaration still unanswered makes it pending and due for
 * review; otherwise it is unreported. Returns one verdict for EACH of the three rules, so that a finding of another
 * rule is withdrawn when the declarations change. The rule that holds comes first: its finding joins the case before
 * the former one leaves it. Empty when there is no hour mean yet or no row of the law judges this hour.
 */
export function judgeFugitive(facts: FugitiveFacts): readonly Verdict[] {
  const value = facts.hour.hour;
  const limits = PLACES.has(facts.outlet.kind) ? judgingLimits(facts.limits, "boundary-hour-mean", facts.hour.start) : [];
  const strictest = limits[0];
  if (value === undefined || strictest === undefined) return [];

  const evidence = judgeEvidence(facts, value, [strictest, ...limits.slice(1)]);
  const { start } = facts.hour;
  const emission = { outlet: facts.outlet.id, pollutant: facts.hour.pollutant, period: { start, end: plus(start, HOUR) } };
  const consideration = considerDeclarations(facts.declarations, emission);
  return holdingFirst(consideration).map((rule) => toVerdict(facts, { evidence, consideration, value }, rule));
}

function holdingFirst({ standing }: Consideration): readonly FugitiveRule[] {
  const holding = RULE_OF_STANDING[standing];
  return [holding, ...Object.values(RULE_OF_STANDING).filter((rule) => rule !== holding)];
}

interface Evidence {
  readonly verdict: Exclude<VerdictWord, "exempt">;
  readonly validity: DataValidity;
  readonly limit: Limit;
  readonly reason: Reason;
  readonly steps: readonly VerdictStep[];
}

function judgeEvidence(facts: FugitiveFacts, value: HourValue, limits: readonly [Limit, ...Limit[]]): Evidence {
  const found = evaluateHourValidity(value, facts.hour);
  const { validity } = found;
  const before = [receivedStep(facts.hour, value, facts.unit), validityStep(value, found), ...limitSteps(limits)];
  const [strictest] = limits;
  if (found.validity !== "valid") {
    const reason = invalidityReason(value, found);
    return { verdict: "cannot-judge", validity, limit: strictest, reason, steps: before };
  }
  const foreign = limits.find((l) => !isSameUnit(l.unit, facts.unit));
  if (foreign !== undefined) {
    const step = unitMismatchStep(facts.unit, foreign);
    return {
      verdict: "cannot-judge",
      validity,
      limit: foreign,
      reason: unitMismatch(facts.unit, foreign),
      steps: [...before, step],
    };
  }
  const broken = limits.find((l) => isOutside(value.value, l));
  const steps = [...before, comparisonStep(value.value, broken ?? strictest, broken !== undefined)];
  return broken === undefined
    ? { verdict: "compliant", validity, limit: strictest, reason: { code: "within-limit", facts: {} }, steps }
    : { verdict: "exceeding", validity, limit: broken, reason: { code: "limit-exceeded", facts: {} }, steps };
}

interface Judged {
  readonly evidence: Evidence;
  readonly consideration: Consideration;
  readonly value: HourValue;
}

function toVerdict(facts: FugitiveFacts, judged: Judged, rule: FugitiveRule): Verdict {
  const { evidence, consideration, value } = judged;
  const { outlet, pollutant, start } = facts.hour;
  const period: Period = { start, end: plus(start, HOUR) };
  const word = wordOf(judged, rule);
  const isPending = rule === "FUG-PENDING";
  return {
    findingId: findingId(outlet, pollutant, rule, start),
    rule,
    ruleVersion: "1",
    outlet,
    pollutant,
    basis: "hour",
    period,
    verdict: word.verdict,
    validity: evidence.validity,
    value: value.value,
    unit: facts.unit,
    limit: toAppliedLimit(evidence.limit),
    status: statusOf(rule),
    level: LEVEL[rule],
    confirmAt: null,
    reviewAt: isPending && word.verdict === "exceeding" ? plus(facts.now, REVIEW_INTERVAL) : null,
    reason: word.reason,
    steps: evidence.verdict === "exceeding" ? [...evidence.steps, declarationStep(consideration)] : evidence.steps,
    evidence:
      evidence.verdict === "exceeding"
        ? [{ kind: "boundary-hour-mean", outlet, pollutant, value: value.value, at: start, seq: value.seq }]
        : [],
    declarationsConsidered: consideration.considered,
  };
}

function statusOf(rule: FugitiveRule): Verdict["status"] {
  switch (rule) {
    case "FUG-CONSENTED":
      return "exempted";
    case "FUG-PENDING":
      return "provisional";
    case "FUG-UNREPORTED":
      return "confirmed";
  }
}

/** What a rule says: the evidence alone when there is none, else whether this rule is the one that holds. */
function wordOf(
  { evidence, consideration }: Judged,
  rule: FugitiveRule,
): { readonly verdict: VerdictWord; readonly reason: Reason } {
  if (evidence.verdict !== "exceeding") return evidence;
  const holding = RULE_OF_STANDING[consideration.standing];
  if (rule !== holding) return { verdict: "compliant", reason: { code: `now-${consideration.standing}`, facts: {} } };
  return { verdict: rule === "FUG-CONSENTED" ? "exempt" : "exceeding", reason: { code: consideration.standing, facts: {} } };
}

function declarationStep({ considered, standing }: Consideration): VerdictStep {
  const law = DUTIES.consentToUnorganisedEmission.source;
  return { code: "declarations", facts: { count: considered.length, standing, law } };
}
