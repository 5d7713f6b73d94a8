import { z } from "zod";
import type { Where } from "../../core/casework/collection.ts";
import { filter, type Reader, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { holds, ROLES } from "../../core/people/rights.ts";
import { formatIso } from "../../core/time.ts";
import { holdersToWire, TurnOut } from "../shared/turn-wire.ts";
import { AnyId, InstantOut, oneOrMany } from "../shared/wire-forms.ts";
import { roleThatAnswers } from "./decide-declaration.ts";
import { DECLARATION_STATES, type Declaration } from "./declaration.ts";
import { spanOfConsent } from "./span-of-consent.ts";

const UNANSWERED: Where = [{ field: "state", in: ["submitted"] }];
const NONE: Where = [{ any: [] }];

const StateName = z.enum(DECLARATION_STATES);

/** A declaration as it goes out. */
export const DeclarationOut = z.object({
  id: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  outlets: z.array(z.string()),
  outletNames: z.array(z.string()),
  pollutants: z.array(z.string()),
  cause: z.enum(["maintenance", "process"]),
  from: InstantOut,
  to: InstantOut,
  measures: z.string(),
  note: z.string(),
  state: StateName,
  submittedAt: InstantOut,
  submittedBy: z.string(),
  submittedByName: z.string(),
  answerDueAt: InstantOut,
  decidedAt: InstantOut.nullable(),
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  /** In which role it was answered; `null` of answers from before it was kept. */
  decidedRole: z.enum(ROLES).nullable(),
  reason: z.string().nullable(),
  /** What of the window was over when it was answered, or is over now: consent never counts backwards. */
  past: z.enum(["none", "part", "whole"]),
  /** From when on consent counts, or would count if it was given now; `null` where there is none or nothing is left. */
  countsFrom: InstantOut.nullable(),
  /** Who answers it while it waits; `null` once that is done. */
  turn: TurnOut.extend({
    /** The role in which the caller would answer. */
    role: z.enum(ROLES).nullable(),
  }).nullable(),
});

export type DeclarationWire = z.output<typeof DeclarationOut>;

/** How declarations are read over HTTP. */
export const DECLARATION_DOOR: SubjectDoor<Declaration> = {
  path: "declarations",
  power: "see-own",
  summary: { list: "Declarations, newest first", counts: "How many declarations there are", one: "One declaration" },
  order: "newest",
  filters: {
    enterprise: filter(AnyId, (id) => [{ field: "enterprise", in: [id] }]),
    outlet: filter(AnyId, (id) => [{ field: "outlets", in: [id] }]),
    state: filter(oneOrMany(StateName), (states) => [{ field: "state", in: states }]),
  },
  visibleTo: ({ reach }) => (reach.everything ? [] : [{ field: "enterprise", in: [...reach.enterprises] }]),
  counts: { by: "enterprise", of: { all: () => [], unanswered: () => UNANSWERED } },
  waiting: { waiting: ({ actor }) => (holds(actor.roles, "decide-declaration") ? UNANSWERED : NONE) },
  people: [
    { id: "submittedBy", name: "submittedByName" },
    { id: "decidedBy", name: "decidedByName" },
  ],
  wire: { row: DeclarationOut, detail: DeclarationOut },
  writerFor: (reader) => {
    const toWire = (row: Declaration) => declarationToWire(row, reader);
    return { toWire, toDetail: toWire };
  },
};

function declarationToWire(row: Declaration, reader: Reader) {
  const { from, to, submittedAt, answerDueAt, decidedAt, decidedRole, submittedPerson: _person, ...known } = row;
  const { past, countsFrom } = spanOfConsent(row, reader.now);
  return {
    ...known,
    decidedRole: decidedRole ?? null,
    past,
    countsFrom: countsFrom === null ? null : formatIso(countsFrom),
    turn: row.state === "submitted" ? turnOf(row, reader) : null,
    from: formatIso(from),
    to: formatIso(to),
    submittedAt: formatIso(submittedAt),
    answerDueAt: formatIso(answerDueAt),
    decidedAt: decidedAt === null ? null : formatIso(decidedAt),
  };
}

function turnOf(row: Declaration, { actor, index }: Reader) {
  const answering = roleThatAnswers(row, actor, index);
  return {
    mine: answering.ok,
    declined: answering.ok ? null : answering.error.code,
    holders: holdersToWire(["decide-declaration"], { cell: null, enterprise: row.enterprise }, index),
    role: answering.ok ? answering.value : null,
  };
}
