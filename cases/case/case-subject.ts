import type { DeadlineKind, FindingKind, Subject } from "../../core/casework/subject.ts";
import { INCIDENTS } from "../incident/incident-collection.ts";
import { writesOf } from "../incident/incident-writes.ts";
import { STANDING_DAYS } from "../incident/standing-day.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { CASE_DEADLINE } from "./case-decision.ts";
import { CASE_DOOR } from "./case-door.ts";
import { effectsOf, toEffects } from "./case-effects.ts";
import { CASE_REFUSALS, type CaseRefusalCodes } from "./case-refusal-codes.ts";
import { decideOnCaseDeadline } from "./decide-on-deadline.ts";
import { decideOnFinding } from "./decide-on-finding.ts";
import { type FactsOnFinding, factsOnFinding } from "./facts-on-finding.ts";
import { CELL_ENDS, ON_CELL_END, ON_GRID_CHANGE } from "./hand-over.ts";
import { REPORT_CASE } from "./report-command.ts";
import { isToldInConfidence } from "./report-sources.ts";
import { TRANSITION } from "./transition-command.ts";

/** A finding joins the case of its incident, or opens one. */
const ON_FINDING: FindingKind<FactsOnFinding | undefined> = {
  needs: factsOnFinding,
  decide: (_news, _moment, facts) => {
    if (facts === undefined) return undefined;
    const { caseId, decisions, caseOf, linked } = decideOnFinding(facts.news);
    const effects = effectsOf(decisions, facts.number);
    return { id: caseId, ...effects, writes: [...effects.writes, ...writesOf(facts.news.standing, caseOf)], linked };
  },
};

/** A stage of a case is overdue, or longer overdue than before. */
const ON_DEADLINE: DeadlineKind<Case | undefined> = {
  needs: (deadline, reader) => reader.get(CASES, deadline.subject),
  decide: (deadline, moment, current) => {
    const decision = current === undefined ? undefined : decideOnCaseDeadline(current, deadline, moment);
    return decision === undefined ? undefined : toEffects(decision);
  },
};

/** The grid case (网格案件). */
export const CASE_SUBJECT: Subject<Case, CaseRefusalCodes, "case"> = {
  name: "case",
  collection: CASES,
  alsoKeeps: [INCIDENTS, STANDING_DAYS],
  commands: [REPORT_CASE, TRANSITION],
  refusals: CASE_REFUSALS,
  deadlines: { [CASE_DEADLINE]: ON_DEADLINE, [CELL_ENDS]: ON_CELL_END },
  gridChange: ON_GRID_CHANGE,
  findings: ON_FINDING,
  // Live pages of the enterprise hear nothing of what others reported in confidence: they read it when it is released.
  newsOf: ({ source, outlet, cell, enterprise, number, state, level, version, title }) => ({
    ...(isToldInConfidence({ source }) ? { outlet: null, enterprise: null } : { outlet, enterprise }),
    cell,
    data: { number, state, level, version, title },
  }),
  door: CASE_DOOR,
};
