import type { Subject } from "../../core/casework/subject.ts";
import type { Absence } from "./absence.ts";
import { ABSENCES } from "./absence-collection.ts";
import { END_ABSENCE, REPORT_ABSENCE } from "./absence-commands.ts";
import { ABSENCE_REFUSALS, type AbsenceRefusalCodes } from "./absence-refusal-codes.ts";
import { ABSENCE_DOOR } from "./absence-wire.ts";

/** Absences of the people of the grid (离岗). */
export const ABSENCE_SUBJECT: Subject<Absence, AbsenceRefusalCodes, "absence"> = {
  name: "absence",
  collection: ABSENCES,
  commands: [REPORT_ABSENCE, END_ABSENCE],
  refusals: ABSENCE_REFUSALS,
  newsOf: ({ cells }) => ({ outlet: null, cell: cells[0] ?? null, enterprise: null, data: {} }),
  door: ABSENCE_DOOR,
};
