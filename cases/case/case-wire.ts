import { z } from "zod";
import type { Reader, RowWriter } from "../../core/casework/subject-door.ts";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import { holds, ROLES, rolesWithAny } from "../../core/people/rights.ts";
import { isSamePerson } from "../../core/same-person.ts";
import { formatIso } from "../../core/time.ts";
import { totalOf } from "../incident/standing-counts.ts";
import { HolderOut, type HolderWire, holdersToWire } from "../shared/turn-wire.ts";
import { InstantOut } from "../shared/wire-forms.ts";
import { fieldsOf, needsTwoPersons, stepsOpenTo } from "./allowed-steps.ts";
import { CASE_STATES, type Case, REPORT_SOURCES } from "./case.ts";
import type { Transition } from "./transitions.ts";
import { usuallyAhead } from "./usual-way.ts";
import { isMine, isOpen, nextStepOf, whyNotMine } from "./whose-turn.ts";

const StateName = z.enum(CASE_STATES);
const Facts = z.record(z.string(), z.unknown());

/** What a case is in a list. */
export const CaseOut = z.object({
  id: z.string(),
  number: z.string(),
  /** In the language of the request. */
  title: z.string(),
  titleCode: z.enum(["finding", "import", "reported", "told"]),
  titleFacts: Facts,
  /** The title for a list that shows `period` beside it. */
  shortTitle: z.string(),
  /** The period of the finding that opened the case. */
  period: z.object({ start: InstantOut, end: InstantOut }).nullable(),
  source: z.enum(["engine", "import", ...REPORT_SOURCES]),
  state: StateName,
  version: z.number(),
  level: z.enum(["A0", "A1", "A2", "A3", "A4"]),
  cell: z.string(),
  cellName: z.string(),
  outlet: z.string().nullable(),
  outletName: z.string().nullable(),
  enterprise: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  pollutant: z.string().nullable(),
  rule: z.string().nullable(),
  assignee: z.string().nullable(),
  assigneeName: z.string().nullable(),
  handler: z.string().nullable(),
  handlerName: z.string().nullable(),
  deadline: InstantOut.nullable(),
  deadlineKind: z.string().nullable(),
  /** The rule that the clock comes from: in words, and as a code with its facts. */
  deadlineSource: z.string().nullable(),
  deadlineSourceCode: z.enum(["law", "default", "approved"]).nullable(),
  overdue: z.boolean(),
  supervised: z.boolean(),
  escalation: z.number(),
  /** It is the caller's turn: a step that the caller may take now, or the case is in the caller's hands. */
  mine: z.boolean(),
  /** Whom the case waits for, by the step that usually comes next; empty when nobody has anything to do. */
  turn: z.array(HolderOut),
  /** Somebody has something to do about it: it is not settled, or a clock of it runs. */
  open: z.boolean(),
  /** The newest of its findings, standing or not: 100 in a list, 1,000 of one case. */
  findings: z.array(z.string()),
  /** How many there are. `GET /findings?caseId=` has them all. */
  findingCount: z.number(),
  /** How many of them stand. */
  standing: z.number(),
  /** Every finding fell while people were at work on the case: its clock stands, and its end is proposed. */
  endProposed: z.boolean(),
  /** The case that goes on in its place since their incidents met. */
  mergedInto: z.string().nullable(),
  /** A step that waits for its second person: who asked first. */
  pending: z.object({ to: StateName, by: z.string() }).nullable(),
  openedAt: InstantOut,
  changedAt: InstantOut,
  description: z.string().nullable(),
  category: z.string().nullable(),
});

/** One line of a case's history as it goes out. */
const LineOut = z.object({
  index: z.number(),
  at: InstantOut,
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  actionName: z.string(),
  from: StateName.nullable(),
  to: StateName,
  /** What the person wrote, or what the engine notes in the language of the request. */
  note: z.string(),
  /** The engine's note as a code with its facts. */
  code: z.string().nullable(),
  facts: Facts,
  fields: z.record(z.string(), z.string()),
  /** What the person said with the step, in the language of the request. */
  fieldsSaid: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
  /** The journal entry that caused the line. */
  seq: z.number(),
});

/** A run of findings that stand, each less than a day from the next. */
const IncidentOut = z.object({
  id: z.string(),
  outlet: z.string(),
  outletName: z.string(),
  pollutant: z.string(),
  /** The rules that speak of the same matter: `EXCEED`, `FUG` … */
  family: z.string(),
  from: InstantOut,
  to: InstantOut,
  standing: z.number(),
  level: z.enum(["A2", "A3", "A4"]).nullable(),
  /** The gravest value; `multiple` is its share of the upper limit. */
  highest: z.object({ value: z.number().nullable(), unit: z.string(), multiple: z.number().nullable() }).nullable(),
  /** It ends after two valid compliant hours; the matter does not. `null` for history. */
  alarm: z.object({ on: z.boolean(), endedAt: InstantOut.nullable() }).nullable(),
});

/** A case with its history and the steps that may come next. */
export const CaseDetailOut = CaseOut.extend({
  /** The newest 100 incidents of which something stands. */
  incidents: z.array(IncidentOut),
  incidentCount: z.number(),
  mergedIntoNumber: z.string().nullable(),
  timeline: z.array(LineOut),
  /** The states of the usual way that are still to come. */
  ahead: z.array(StateName),
  /** All steps that the state allows; `mine` tells whether the caller may take it. */
  allowed: z.array(
    z.object({
      to: StateName,
      roles: z.array(z.enum(ROLES)),
      /** The same roles with the cell, the unit or the enterprise whose people may take it. */
      holders: z.array(HolderOut),
      fields: z.array(z.object({ name: z.string(), type: z.enum(["text", "unit", "instant"]), required: z.boolean() })),
      /** The first who takes it only asks for it; another one takes it. */
      twoPersons: z.boolean(),
      mine: z.boolean(),
      /** The code that the caller would be declined with. */
      declined: z.enum(["role-not-allowed", "outside-your-cells", "same-person", "second-person-needed"]).nullable(),
    }),
  ),
});

export type IncidentWire = z.output<typeof IncidentOut>;
export type CaseWire = z.output<typeof CaseOut>;
export type CaseDetailWire = z.output<typeof CaseDetailOut>;

/** Cases as they go out to one reader; their words are put beside them. */
export function caseWriterFor(reader: Reader): RowWriter<Case> {
  return {
    toWire: (row) => caseToWire(row, reader),
    toDetail: (row, timeline) => caseToDetail(row, timeline, reader),
  };
}

function caseToWire(row: Case, reader: Reader) {
  const { title, deadline, heldFrom: _held, returns: _returns, extensions: _extensions, ...known } = row;
  const { acted: _acted, told: _told, pending, released: _released, reportedBy: _reportedBy, standing, ...rest } = known;
  return {
    ...rest,
    standing: totalOf(standing),
    titleCode: title.code,
    titleFacts: { ...title.facts },
    period: title.code === "finding" ? toIsoPeriod(title.facts.period) : null,
    deadline: deadline === null ? null : formatIso(deadline.at),
    deadlineKind: deadline?.kind ?? null,
    deadlineSourceCode: deadline?.source.code ?? null,
    mine: isMine(row, reader.actor, reader),
    turn: turnOf(row, reader),
    open: isOpen(row),
    pending: pending === undefined ? null : { to: pending.to, by: holds(reader.actor.roles, "see-people") ? pending.by : "" },
    openedAt: formatIso(row.openedAt),
    changedAt: formatIso(row.changedAt),
  };
}

function toIsoPeriod({ start, end }: { readonly start: Case["openedAt"]; readonly end: Case["openedAt"] }) {
  return { start: formatIso(start), end: formatIso(end) };
}

function caseToDetail(row: Case, timeline: readonly TimelineEntry[], reader: Reader) {
  return {
    ...caseToWire(row, reader),
    timeline: timeline.map((line) => lineToWire(line, reader)),
    ahead: [...usuallyAhead(row.state)],
    allowed: stepsOpenTo(row).map((step) => {
      const declined = whyNotMine(step, reader.actor, { current: row, index: reader.index }) ?? whyNotAgain(step, row, reader);
      return {
        to: step.to,
        roles: [...rolesWithAny(step.powers)],
        holders: holdersOfStep(step, row, reader),
        fields: fieldsOf(step).map((f) => ({ ...f })),
        twoPersons: needsTwoPersons(step, row),
        mine: declined === null,
        declined,
      };
    }),
  };
}

/** Who asked for a step of two persons first does not take it, too. */
function whyNotAgain({ to }: Transition, { pending }: Case, { actor }: Reader): "second-person-needed" | null {
  return pending?.to === to && isSamePerson(pending, { by: actor.id, person: actor.person }) ? "second-person-needed" : null;
}

function turnOf(row: Case, reader: Reader): HolderWire[] {
  const step = nextStepOf(row);
  return step === undefined ? [] : holdersOfStep(step, row, reader);
}

/** Who may take a step; of a case that was given to a unit, the unit instead of the cell that units work in. */
function holdersOfStep({ powers }: Transition, row: Case, { index }: Reader): HolderWire[] {
  const unit = index.registry.units.find(({ id }) => id === row.assignee);
  return holdersToWire(powers, row, index).map((holder) =>
    unit !== undefined && holder.role === "handling-unit" ? { ...holder, place: unit.id, placeName: unit.name } : holder,
  );
}

/** Who reported a case is shown to the accepting desk only, who went along to whoever may see people. */
function lineToWire({ said, subject: _case, ...line }: TimelineEntry, { actor: { roles }, open }: Reader) {
  const { reporter, secondPerson, ...others } = line.fields ?? {};
  const known = reporter !== undefined && holds(roles, "see-reporter") ? open(reporter) : undefined;
  const fields = secondPerson === undefined || !holds(roles, "see-people") ? others : { ...others, secondPerson };
  return {
    ...line,
    at: formatIso(line.at),
    code: said?.code ?? null,
    facts: { ...said?.facts },
    fields: known === undefined ? fields : { ...fields, reporter: known },
  };
}
