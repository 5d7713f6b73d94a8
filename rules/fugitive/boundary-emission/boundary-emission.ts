import type { AlertLevel, Verdict } from "../../../core/judging/finding.ts";
import type { PeriodState, VerdictWord } from "../../../core/judging/period.ts";
import type { Reason } from "../../../core/judging/reason-codes.ts";
import type { VerdictStep } from "../../../core/judging/step-codes.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { DUTIES } from "../../../limits/duties.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { type Comparison, compareRows, noSteps } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { completenessAsk, invalidityReason, type KnownHour, knownHour } from "../../period/hour-validity.ts";
import { receivedStep, validityStep } from "../../period/verdict-steps.ts";
import { type Facts, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";
import { type Consideration, considerDeclarations } from "../consider-declarations.ts";

/** Ids of the standings that this rule can find, as they go out. */
export type FugitiveId = "FUG-UNREPORTED" | "FUG-PENDING" | "FUG-CONSENTED";

const ID_OF_STANDING: Readonly<Record<Consideration["standing"], FugitiveId>> = {
  consented: "FUG-CONSENTED",
  pending: "FUG-PENDING",
  unreported: "FUG-UNREPORTED",
};
const STATUS: Readonly<Record<FugitiveId, Verdict["status"]>> = {
  "FUG-CONSENTED": "exempted",
  "FUG-PENDING": "provisional",
  "FUG-UNREPORTED": "confirmed",
};
const LEVEL: Readonly<Record<FugitiveId, AlertLevel>> = { "FUG-CONSENTED": "A0", "FUG-PENDING": "A2", "FUG-UNREPORTED": "A3" };
const PLACES: ReadonlySet<Outlet["kind"]> = new Set(["boundary", "in-plant", "vent"]);

/**
 * A valid boundary hour mean above its limit is evidence of an unorganised emission (无组织排放), a lead and never 超标.
 * Consent given at or before the onset exempts it; a declaration still unanswered makes it pending until it is
 * answered; otherwise it is unreported. Says one verdict for EACH of the three standings, so that a finding of another
 * standing is withdrawn when the declarations change; the one that holds comes first: its finding joins the case before
 * the former one leaves it. Silent where there is no hour mean or no row of the law judges the hour.
 * @see docs/sources.md#fugitive
 */
export const BOUNDARY_EMISSION: Rule<FugitiveId> = {
  name: "boundary-emission",
  says: ["FUG-UNREPORTED", "FUG-PENDING", "FUG-CONSENTED"],
  family: "fugitive",
  version: "2",
  clause: DUTIES.consentToUnorganisedEmission.source,
  confidence: "C",
  period: "hour",
  wants: [{ fact: "hours", of: "self", before: 0 }, { fact: "declarations" }],
  colours: true,
  appliesTo: ({ outlet, bases }) => PLACES.has(outlet.kind) && bases.has("boundary-hour-mean"),
  judge: (facts) => {
    const state = facts.hour(facts.pollutant, facts.period.start);
    const [strictest, ...others] = facts.limits("boundary-hour-mean");
    if (strictest === undefined) return WITHOUT_LAW;
    if (state === undefined) return SILENT;
    const askAt = completenessAsk(state, facts.now);
    const hour = knownHour(state, facts.now);
    if (hour === undefined) return { verdicts: [], askAt };
    const judged = weighEvidence({ facts, state, hour, limits: [strictest, ...others] });
    return { verdicts: holdingFirst(judged.consideration).map((id) => toVerdict(judged, id)), askAt };
  },
};

interface Evidence {
  readonly facts: Facts;
  readonly state: PeriodState;
  readonly hour: KnownHour;
  readonly limits: readonly [Limit, ...Limit[]];
}

interface Judged extends Evidence {
  readonly outcome: Comparison;
  readonly consideration: Consideration;
}

function weighEvidence(evidence: Evidence): Judged {
  const { facts, state, hour, limits } = evidence;
  const { mean, validity } = hour;
  const [limit] = limits;
  const outcome: Comparison =
    validity.validity === "valid"
      ? compareRows(mean, { oxygen: undefined, now: facts.now }, limits)
      : { verdict: "cannot-judge", value: mean.value, limit, reason: invalidityReason(mean, validity), steps: noSteps };
  const emission = { outlet: state.outlet, pollutant: state.pollutant, period: facts.period };
  const isFound = outcome.verdict === "exceeding";
  const consideration = considerDeclarations(isFound ? facts.declarations() : [], emission);
  return { ...evidence, outcome, consideration };
}

function holdingFirst({ standing }: Consideration): readonly FugitiveId[] {
  const holding = ID_OF_STANDING[standing];
  return [holding, ...Object.values(ID_OF_STANDING).filter((id) => id !== holding)];
}

function toVerdict(judged: Judged, id: FugitiveId): Verdict {
  const { facts, state, hour, outcome, consideration } = judged;
  const { mean, validity } = hour;
  const { outlet, pollutant, start } = state;
  const isFound = outcome.verdict === "exceeding";
  const value = outcome.value ?? mean.value;
  return verdictOf(BOUNDARY_EMISSION, facts, {
    rule: id,
    ...wordOf(judged, id),
    validity: validity.validity,
    value,
    unit: outcome.value === null ? mean.unit : outcome.limit.unit,
    limit: toAppliedLimit(outcome.limit),
    status: STATUS[id],
    level: LEVEL[id],
    disputed: state.late !== undefined,
    steps: () => stepsOf(judged),
    evidence: isFound ? [{ kind: "boundary-hour-mean", outlet, pollutant, value, at: start, seq: mean.seq }] : [],
    declarationsConsidered: consideration.considered,
  });
}

/** What a standing says: the evidence alone when there is none, else whether this standing is the one that holds. */
function wordOf({ outcome, consideration }: Judged, id: FugitiveId): { readonly verdict: VerdictWord; readonly reason: Reason } {
  const { verdict, reason } = outcome;
  if (verdict !== "exceeding") return { verdict, reason };
  const { standing } = consideration;
  if (id !== ID_OF_STANDING[standing]) return { verdict: "compliant", reason: { code: `now-${standing}`, facts: {} } };
  return { verdict: id === "FUG-CONSENTED" ? "exempt" : "exceeding", reason: { code: standing, facts: {} } };
}

function stepsOf({ state, hour: { mean, validity }, limits, outcome, consideration }: Judged): readonly VerdictStep[] {
  const { considered, standing } = consideration;
  const law = DUTIES.consentToUnorganisedEmission.source;
  const declarations: VerdictStep = { code: "declarations", facts: { count: considered.length, standing, law } };
  return [
    receivedStep(state, mean),
    validityStep(mean, validity),
    ...limitSteps(limits),
    ...outcome.steps(),
    ...(outcome.verdict === "exceeding" ? [declarations] : []),
  ];
}
