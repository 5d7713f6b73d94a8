import type { DeadlineKind, FindingKind, Subject } from "../../core/casework/subject.ts";
import { type Place, routeFinding } from "../shared/route.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { CASE_DEADLINE } from "./case-decision.ts";
import { CASE_DOOR } from "./case-door.ts";
import { nextNumber, type RunningNumber, toEffects } from "./case-effects.ts";
import { CASE_REFUSALS, type CaseRefusalCodes } from "./case-refusal-codes.ts";
import { decideOnCaseDeadline } from "./decide-on-deadline.ts";
import { decideOnFinding } from "./decide-on-finding.ts";
import { findCaseToJoin } from "./join.ts";
import { allOpenOf } from "./open-cases.ts";
import { REPORT_CASE } from "./report-command.ts";
import { TRANSITION } from "./transition-command.ts";

interface FactsOnFinding {
  readonly openCase: Case | undefined;
  readonly place: Place;
  readonly number: RunningNumber;
  readonly withdrawnAll: boolean;
}

/** A finding joins the case that it had, or one that is alike, or opens one. */
const ON_FINDING: FindingKind<FactsOnFinding> = {
  needs: async ({ finding }, { index, now }, reader) => {
    const openCase =
      finding.caseId === null
        ? findCaseToJoin(await allOpenOf(finding.outlet, reader), finding)
        : await reader.get(CASES, finding.caseId);
    const place = routeFinding(index, finding.outlet);
    const ids = (openCase?.findings ?? []).filter((id) => id !== finding.id);
    const others = await Promise.all(ids.map((id) => reader.finding(id)));
    const withdrawnAll = [finding, ...others].every((f) => f === undefined || f.status === "withdrawn");
    return { openCase, place, number: await nextNumber(place.division, now, reader), withdrawnAll };
  },
  decide: (news, { now, seq, calendar }, { openCase, place, number, withdrawnAll }) => {
    const offered = { numberAfter: number.next, year: number.year };
    const decision = decideOnFinding({ ...news, openCase, place, ...offered, withdrawnAll, now, seq, calendar });
    return decision === undefined ? undefined : toEffects(decision, number);
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
  commands: [REPORT_CASE, TRANSITION],
  refusals: CASE_REFUSALS,
  deadlines: { [CASE_DEADLINE]: ON_DEADLINE },
  findings: ON_FINDING,
  newsOf: ({ outlet, cell, enterprise, number, state, level, version, title }) => ({
    outlet,
    cell,
    enterprise,
    data: { number, state, level, version, title },
  }),
  door: CASE_DOOR,
};
