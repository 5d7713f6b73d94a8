import { z } from "zod";
import { filter, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { formatIso } from "../../core/time.ts";
import { AnyId, InstantOut, oneOrMany } from "../shared/wire-forms.ts";
import { DECLARATION_STATES, type Declaration } from "./declaration.ts";

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
  reason: z.string().nullable(),
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
  counts: { by: "enterprise", of: { all: () => [], unanswered: () => [{ field: "state", in: ["submitted"] }] } },
  people: [
    { id: "submittedBy", name: "submittedByName" },
    { id: "decidedBy", name: "decidedByName" },
  ],
  wire: { row: DeclarationOut, detail: DeclarationOut },
  writerFor: () => ({ toWire: declarationToWire, toDetail: declarationToWire }),
};

function declarationToWire(row: Declaration) {
  const { from, to, submittedAt, answerDueAt, decidedAt, submittedPerson: _person, ...known } = row;
  return {
    ...known,
    from: formatIso(from),
    to: formatIso(to),
    submittedAt: formatIso(submittedAt),
    answerDueAt: formatIso(answerDueAt),
    decidedAt: decidedAt === null ? null : formatIso(decidedAt),
  };
}
