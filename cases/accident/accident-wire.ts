import { z } from "zod";
import { filter, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { formatIso } from "../../core/time.ts";
import { AnyId, InstantOut, oneOrMany } from "../shared/wire-forms.ts";
import { ACCIDENT_REPORT_KINDS, type Accident } from "./accident.ts";
import { endOfAccident } from "./span-of-accident.ts";

const StateName = z.enum(["open", "ended"]);

/** An accident as it goes out. */
export const AccidentOut = z.object({
  id: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  outlets: z.array(z.string()),
  outletNames: z.array(z.string()),
  at: InstantOut,
  description: z.string(),
  state: StateName,
  reportedAt: InstantOut,
  reportedBy: z.string(),
  reportedByName: z.string(),
  dueAt: InstantOut,
  /** True when it was reported after `dueAt`. */
  late: z.boolean(),
  /** Until when what was reported covers what is emitted. */
  coversUntil: InstantOut,
  reports: z.array(z.object({ kind: z.enum(ACCIDENT_REPORT_KINDS), text: z.string(), at: InstantOut })),
});

/** How accidents are read over HTTP. */
export const ACCIDENT_DOOR: SubjectDoor<Accident> = {
  path: "accidents",
  power: "see-own",
  summary: { list: "Accidents, newest first", counts: "How many accidents there are", one: "One accident" },
  order: "newest",
  filters: {
    enterprise: filter(AnyId, (id) => [{ field: "enterprise", in: [id] }]),
    outlet: filter(AnyId, (id) => [{ field: "outlets", in: [id] }]),
    state: filter(oneOrMany(StateName), (states) => [{ field: "state", in: states }]),
  },
  visibleTo: ({ reach }) => (reach.everything ? [] : [{ field: "enterprise", in: [...reach.enterprises] }]),
  counts: { by: "enterprise", of: { all: () => [], open: () => [{ field: "state", in: ["open"] }] } },
  people: [{ id: "reportedBy", name: "reportedByName" }],
  wire: { row: AccidentOut, detail: AccidentOut },
  writerFor: () => ({ toWire: accidentToWire, toDetail: accidentToWire }),
};

function accidentToWire(row: Accident) {
  const { at, reportedAt, dueAt, reports, ...known } = row;
  return {
    ...known,
    at: formatIso(at),
    reportedAt: formatIso(reportedAt),
    dueAt: formatIso(dueAt),
    late: reportedAt > dueAt,
    coversUntil: formatIso(endOfAccident(row)),
    reports: reports.map((report) => ({ kind: report.kind, text: report.text, at: formatIso(report.at) })),
  };
}
