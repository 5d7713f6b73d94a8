import { NO_STATEMENTS } from "../../../core/judging/declared-emission.ts";
import { ALERT_LEVELS, type AlertLevel, type Verdict } from "../../../core/judging/finding.ts";
import type { VerdictWord } from "../../../core/judging/period.ts";
import type { Reason } from "../../../core/judging/reason-codes.ts";
import { STANDINGS, type Standing, type VerdictStep } from "../../../core/judging/step-codes.ts";
import { OPEN_STATES } from "../../../core/readings/plant-states.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { HOUR, type Instant, plus } from "../../../core/time.ts";
import { DUTIES } from "../../../limits/duties.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { completenessAsk, knownHour } from "../../period/hour-validity.ts";
import { type Answer, earlier, type Facts, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";
import { type Consideration, considerDeclarations } from "../consider-declarations.ts";
import { boundaryEvidence } from "./boundary-evidence.ts";
import { bypassEvidence } from "./bypass-evidence.ts";
import type { FugitiveEvidence } from "./fugitive-evidence.ts";

/** What a row of the table says of an emission. */
interface Row {
  readonly id: string;
  readonly status: Verdict["status"];
  readonly level: AlertLevel;
}

/** The table of C4 (`docs/decisions/0027-fugitive-table.md`). */
const TABLE = {
  consented: { id: "FUG-CONSENTED", status: "exempted", level: "A0" },
  "against-refusal": { id: "FUG-AGAINST-REFUSAL", status: "confirmed", level: "A4" },
  accident: { id: "FUG-ACCIDENT", status: "confirmed", level: "A4" },
  pending: { id: "FUG-PENDING", status: "provisional", level: "A2" },
  "beyond-consent": { id: "FUG-BEYOND-CONSENT", status: "confirmed", level: "A3" },
  "late-report": { id: "FUG-LATE-REPORT", status: "confirmed", level: "A3" },
  unreported: { id: "FUG-UNREPORTED", status: "confirmed", level: "A3" },
} as const satisfies Readonly<Record<Standing, Row>>;

type StandingId = (typeof TABLE)[Standing]["id"];

/** Ids of what this rule can find, as they go out. */
export type FugitiveId = StandingId | "FUG-DURING-CONTROL";

const PLACES: ReadonlySet<Outlet["kind"]> = new Set(["boundary", "in-plant", "vent"]);

/**
 * Evidence of an unorganised emission (无组织排放) is weighed against what was declared, consented to, refused, reported
 * as an accident and ordered, by the table of C4: a lead, and never 超标. Says one verdict for EACH row, so that a
 * finding of another row is withdrawn when what was said changes; the one that holds comes first: its finding joins the
 * case before the former one leaves it. An order of a heavy-pollution day that is in force is said beside the row that
 * holds, one level higher. Silent where there is no evidence, or no row of the law judges the hour.
 * @see docs/sources.md#fugitive
 */
export const UNORGANISED_EMISSION: Rule<FugitiveId> = {
  name: "unorganised-emission",
  // What is found most stands first: the judge reads ahead for it.
  says: [...STANDINGS.toReversed().map((standing) => TABLE[standing].id), "FUG-DURING-CONTROL"],
  family: "fugitive",
  version: "3",
  clause: DUTIES.consentToUnorganisedEmission.source,
  confidence: "C",
  period: "hour",
  wants: [{ fact: "hours", of: "self", before: 0 }, { fact: "declarations" }],
  colours: true,
  appliesTo: ({ outlet, pollutant, bases }) =>
    isBypass(outlet, pollutant) || (PLACES.has(outlet.kind) && bases.has("boundary-hour-mean")),
  judge: (facts) => (isBypass(facts.outlet, facts.pollutant) ? judgeBypass(facts) : judgeBoundary(facts)),
};

function isBypass({ kind }: Outlet, pollutant: string): boolean {
  return kind === "bypass" && OPEN_STATES.has(pollutant);
}

function judgeBypass(facts: Facts): Answer {
  const state = facts.hour(facts.pollutant, facts.period.start);
  const evidence = state === undefined ? undefined : bypassEvidence(state);
  return evidence === undefined ? SILENT : weigh(facts, evidence, null);
}

function judgeBoundary(facts: Facts): Answer {
  const state = facts.hour(facts.pollutant, facts.period.start);
  const [strictest, ...others] = facts.limits("boundary-hour-mean");
  if (strictest === undefined) return WITHOUT_LAW;
  if (state === undefined) return SILENT;
  const askAt = completenessAsk(state, facts.now);
  const hour = knownHour(state, facts.now);
  if (hour === undefined) return { verdicts: [], askAt };
  return weigh(facts, boundaryEvidence({ state, hour, limits: [strictest, ...others], now: facts.now }), askAt);
}

/** Evidence with what was said of it. */
interface Weighed {
  readonly facts: Facts;
  readonly evidence: FugitiveEvidence;
  readonly consideration: Consideration;
  /** The row that holds, as it stands now. */
  readonly row: Row;
}

function weigh(facts: Facts, evidence: FugitiveEvidence, askAt: Instant | null): Answer {
  const isFound = evidence.verdict === "exceeding";
  const consideration = considerDeclarations(isFound ? facts.statements() : NO_STATEMENTS, evidence.emission);
  const { standing } = consideration;
  const due = plus(evidence.emission.period.start, FIGURES.accidentReport.value * HOUR);
  const isOpen = isFound && standing === "unreported" && facts.now < due;
  const weighed = { facts, evidence, consideration, row: rowNow(consideration, isOpen) };
  const holding = TABLE[standing].id;
  const others = UNORGANISED_EMISSION.says.filter((id) => id !== holding && id !== "FUG-DURING-CONTROL");
  return {
    verdicts: ([holding, "FUG-DURING-CONTROL", ...others] as const).map((id) => toVerdict(weighed, id)),
    askAt: isOpen ? earlier(askAt, due) : askAt,
  };
}

/**
 * The row that holds. An accident may still be reported in time while the hour that it has is not over; what was said
 * while the emission went on is less grave than what was said after it.
 */
function rowNow({ standing, isSaidInIt }: Consideration, isOpen: boolean): Row {
  const row = TABLE[standing];
  if (isOpen) return { ...row, status: "provisional", level: "A2" };
  return standing === "late-report" && isSaidInIt ? { ...row, level: "A2" } : row;
}

function toVerdict(weighed: Weighed, id: FugitiveId): Verdict {
  const { facts, evidence, consideration, row } = weighed;
  const { state, kind, value, unit, limit, validity, seq } = evidence;
  const { outlet, pollutant, start } = state;
  const isFound = evidence.verdict === "exceeding";
  const { status, level } = id === row.id ? row : id === "FUG-DURING-CONTROL" ? underControl(row) : rowOf(id);
  return verdictOf(UNORGANISED_EMISSION, facts, {
    rule: id,
    ...wordOf(weighed, id),
    ...{ validity, value, unit, status, level },
    limit: limit === null ? null : toAppliedLimit(limit),
    disputed: state.late !== undefined,
    steps: () => stepsOf(weighed),
    evidence: isFound ? [{ kind, outlet, pollutant, value, at: start, seq }] : [],
    declarationsConsidered: consideration.considered,
  });
}

/** What is done against an order is graver by a level, also where it was consented to. */
function underControl({ status, level }: Row): Pick<Row, "status" | "level"> {
  const higher = ALERT_LEVELS[ALERT_LEVELS.indexOf(level) + 1] ?? level;
  return { status: status === "exempted" ? "confirmed" : status, level: higher };
}

function rowOf(id: StandingId): Row {
  return TABLE[STANDINGS.find((standing) => TABLE[standing].id === id) as Standing];
}

/** What an id says: the evidence alone when there is none, else whether it is the one that holds. */
function wordOf(
  { evidence, consideration }: Weighed,
  id: FugitiveId,
): { readonly verdict: VerdictWord; readonly reason: Reason } {
  const { verdict, reason } = evidence;
  if (verdict !== "exceeding") return { verdict, reason };
  const { standing, isControlled } = consideration;
  if (id === "FUG-DURING-CONTROL") {
    return isControlled
      ? { verdict: "exceeding", reason: { code: "controlled", facts: {} } }
      : { verdict: "compliant", reason: { code: "not-controlled", facts: {} } };
  }
  if (id !== TABLE[standing].id) return { verdict: "compliant", reason: { code: `now-${standing}`, facts: {} } };
  return { verdict: id === "FUG-CONSENTED" ? "exempt" : "exceeding", reason: { code: standing, facts: {} } };
}

function stepsOf({ evidence, consideration }: Weighed): readonly VerdictStep[] {
  const { considered, standing } = consideration;
  const law = DUTIES.consentToUnorganisedEmission.source;
  const declarations: VerdictStep = { code: "declarations", facts: { count: considered.length, standing, law } };
  return [...evidence.steps(), ...(evidence.verdict === "exceeding" ? [declarations] : [])];
}
