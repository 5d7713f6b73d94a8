import { z } from "zod";
import { filter, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { formatIso } from "../../core/time.ts";
import { AnyId, InstantIn, InstantOut } from "../shared/wire-forms.ts";
import type { Absence } from "./absence.ts";
import { beginningBefore, endingAfter } from "./absence-collection.ts";

/** An absence as it goes out. */
export const AbsenceOut = z.object({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  cells: z.array(z.string()),
  cellNames: z.array(z.string()),
  from: InstantOut,
  to: InstantOut,
  reason: z.string(),
  reportedAt: InstantOut,
  reportedBy: z.string(),
  reportedByName: z.string(),
});

export type AbsenceWire = z.output<typeof AbsenceOut>;

/** How absences are read over HTTP. */
export const ABSENCE_DOOR: SubjectDoor<Absence> = {
  path: "absences",
  power: "see-people",
  summary: { list: "Absences, the latest to begin first", counts: "How many absences there are", one: "One absence" },
  order: "newest",
  filters: {
    person: filter(AnyId, (id) => [{ field: "person", in: [id] }]),
    /** Those that cover some time of the period: `from` inclusive, `to` exclusive. */
    from: filter(InstantIn, endingAfter),
    to: filter(InstantIn, beginningBefore),
  },
  visibleTo: ({ reach, actor }) => {
    if (reach.everything) return [];
    const own = actor.person === null ? [] : [actor.person];
    return [{ any: [[{ field: "cells", in: [...reach.cells] }], [{ field: "person", in: own }]] }];
  },
  counts: {
    by: "person",
    of: { all: () => [], now: ({ now }) => [{ field: "from", to: now + 1 }, ...endingAfter(now)] },
  },
  people: [
    { id: "person", name: "personName" },
    { id: "reportedBy", name: "reportedByName" },
  ],
  wire: { row: AbsenceOut, detail: AbsenceOut },
  writerFor: () => ({ toWire: absenceToWire, toDetail: absenceToWire }),
};

function absenceToWire(row: Absence) {
  return { ...row, from: formatIso(row.from), to: formatIso(row.to), reportedAt: formatIso(row.reportedAt) };
}
