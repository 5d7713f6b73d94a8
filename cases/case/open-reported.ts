import type { FieldProblem } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds } from "../../core/people/rights.ts";
import { ancestorsOf, cellOfEnterprise } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { NONE_STANDING } from "../incident/standing-counts.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import { routeCell } from "../shared/route.ts";
import type { Case, REPORT_SOURCES } from "./case.ts";
import { type CaseDecision, caseNumber, deadlineEffects } from "./case-decision.ts";
import type { CaseRefusal } from "./case-refusal-codes.ts";
import { mostOpenReports, sourcesOf } from "./report-sources.ts";
import { stateDeadline } from "./state-clock.ts";

/** A report by people, with everything needed to decide it. */
export interface ReportRequest extends Moment {
  readonly command: ReportAsked & { readonly actor: Actor };
  /** How many reports of the account are open. */
  readonly open: number;
  /** The running number to use, of the division that `routeCell` names for the reported cell. */
  readonly numberAfter: number;
  readonly year: string;
}

/** A report as it is made. */
export interface ReportAsked {
  readonly source: (typeof REPORT_SOURCES)[number];
  readonly title: string;
  readonly cell: string;
  readonly enterprise: string | null;
  readonly outlet: string | null;
  readonly description: string;
  readonly category: string;
  /**
   * Who reported it, when somebody outside did; sealed from the journal on, and opened for the accepting desk only.
   */
  readonly reporter?: string | undefined;
}

/**
 * Opens a case that people report (patrol, hotline, the enterprise itself, an upper level). It begins in `reported` at
 * level A2 and belongs to the second-level cell above the cell it was reported for. Refused when the role or the reach
 * does not allow it, when the report names what is not registered or a source that is not the role's, and when too many
 * reports of the account are open.
 */
export function openReportedCase(input: ReportRequest): Result<CaseDecision, CaseRefusal> {
  const { command } = input;
  const { actor } = command;
  if (!holds(actor.roles, "report-case")) return err(roleNotAllowed("report-case"));
  const problems = findProblems(input);
  if (problems.length > 0) return err(invalidFields(problems));
  if (!mayReportFor(input)) return err(outsideYourCells());
  const most = mostOpenReports(actor);
  if (input.open >= most) return err({ status: 429, code: "too-many-open-reports", facts: { most } });
  const opened = toCase(input);
  const line = {
    subject: opened.id,
    at: input.now,
    seq: input.seq,
    actor: actor.id,
    actorName: actor.name,
    action: "reported",
    from: null,
    to: opened.state,
    note: command.description,
    ...(command.reporter !== undefined && { fields: { reporter: command.reporter } }),
  };
  return ok({ next: opened, timeline: [line], ...deadlineEffects(opened.id, opened.deadline), usedNumber: true });
}

/** An enterprise reports for itself, to one of the cells above it; everybody else for a cell within reach. */
function mayReportFor({ command, index }: ReportRequest): boolean {
  const { actor, cell, enterprise } = command;
  if (actor.enterprise === null) return isWithin(reachOf(actor, index, "report-case"), { cell, enterprise: null });
  const own = cellOfEnterprise(index, actor.enterprise);
  return actor.enterprise === enterprise && own !== undefined && ancestorsOf(index, own.id).some((c) => c.id === cell);
}

function findProblems({ command, index }: ReportRequest): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const outlet = command.outlet === null ? undefined : index.outletById.get(command.outlet);
  const sources = sourcesOf(command.actor);
  if (!sources.includes(command.source)) {
    problems.push({ pointer: "/source", code: "not-allowed-value", facts: { allowed: sources } });
  }
  if (command.title.trim() === "") problems.push({ pointer: "/title", code: "required", facts: {} });
  if (!index.cellById.has(command.cell)) problems.push({ pointer: "/cell", code: "unknown-cell", facts: { id: command.cell } });
  if (command.enterprise !== null && !index.enterpriseById.has(command.enterprise)) {
    problems.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: command.enterprise } });
  }
  if (command.outlet !== null && outlet === undefined) {
    problems.push({ pointer: "/outlet", code: "unknown-outlet", facts: { id: command.outlet } });
  } else if (outlet !== undefined && command.enterprise !== null && outlet.enterprise !== command.enterprise) {
    const facts = { outlet: outlet.id, enterprise: command.enterprise };
    problems.push({ pointer: "/outlet", code: "outlet-of-another-enterprise", facts });
  }
  return problems;
}

function toCase(input: ReportRequest): Case {
  const { command, index, now } = input;
  const place = routeCell(index, command.cell);
  const ownerOfOutlet = command.outlet === null ? undefined : index.outletById.get(command.outlet)?.enterprise;
  const when = { now, calendar: input.calendar };
  return {
    id: `case:report:${input.seq}`,
    number: caseNumber(place.division, input.year, input.numberAfter),
    title: { code: "reported", facts: { text: command.title } },
    source: command.source,
    state: "reported",
    version: 1,
    level: "A2",
    cell: place.cell,
    outlet: command.outlet,
    enterprise: command.enterprise ?? ownerOfOutlet ?? null,
    pollutant: null,
    rule: null,
    assignee: null,
    handler: null,
    handlerName: null,
    deadline: stateDeadline("reported", { level: "A2", source: command.source }, when),
    overdue: false,
    supervised: false,
    escalation: 0,
    heldFrom: null,
    standing: NONE_STANDING,
    acted: true,
    endProposed: false,
    mergedInto: null,
    openedAt: now,
    changedAt: now,
    told: null,
    description: command.description,
    category: command.category,
    reportedBy: command.actor.id,
  };
}
