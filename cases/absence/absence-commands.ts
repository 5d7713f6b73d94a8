import { z } from "zod";
import { allRows } from "../../core/casework/all-rows.ts";
import { command, type Effects } from "../../core/casework/subject.ts";
import { reachOf } from "../../core/people/reach.ts";
import { ok } from "../../core/result.ts";
import { Id, InstantIn, Text } from "../shared/wire-forms.ts";
import type { Absence } from "./absence.ts";
import { ABSENCES, beginningBefore, endingAfter } from "./absence-collection.ts";
import type { AbsenceRefusalCodes } from "./absence-refusal-codes.ts";
import { ABSENCE_POWER, cellsOf, endAbsence, isAbout, type ReportedAbsence, reportAbsence } from "./decide-absence.ts";

const NewAbsence = z.strictObject({ person: Id, from: InstantIn, to: InstantIn, reason: Text.min(1) });

/** Somebody reports that a person is away. What the caller may not see does not exist for the caller. */
export const REPORT_ABSENCE = command<null, ReportedAbsence, readonly Absence[], AbsenceRefusalCodes>({
  type: "report-absence",
  format: 1,
  place: null,
  summary: "Report an absence",
  power: ABSENCE_POWER,
  body: NewAbsence,
  audit: { action: "absence.report", fields: ["person"] },
  problemsOf: ({ body: { person }, actor, index }) => {
    const isKnown = index.registry.people.some((p) => p.id === person);
    if (isKnown && isAbout(actor, { person, cells: cellsOf(person, index) }, reachOf(actor, index))) return [];
    return [{ pointer: "/person", code: "unknown-person", facts: { id: person } }];
  },
  needs: async ({ body: { person, from, to } }, reader) => {
    const where = [{ field: "person", in: [person] }, ...endingAfter(from), ...beginningBefore(to)];
    return allRows(reader, ABSENCES, { where, order: "newest" });
  },
  decide: ({ body, actor, moment }, known) => {
    const decision = reportAbsence({ ...body, actor }, moment, known);
    return decision.ok ? ok(toEffects(decision.value)) : decision;
  },
});

/** Somebody says that the person is back, or does not go. */
export const END_ABSENCE = command<Absence, Readonly<Record<string, never>>, null>({
  type: "end-absence",
  format: 1,
  place: "end",
  summary: "End an absence",
  power: ABSENCE_POWER,
  body: z.strictObject({}),
  audit: { action: "absence.end", fields: [] },
  needs: async () => null,
  decide: ({ row, actor, moment }) => {
    const decision = endAbsence(row, { actor }, moment);
    return decision.ok ? ok(toEffects(decision.value)) : decision;
  },
});

function toEffects(row: Absence): Effects {
  return { id: row.id, writes: [{ collection: ABSENCES, row }] };
}
