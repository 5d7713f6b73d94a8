import { z } from "zod";
import { command, type Effects } from "../../core/casework/subject.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { ok } from "../../core/result.ts";
import { emissionsOf, unknownPlaces } from "../shared/named-places.ts";
import { Id, InstantIn, MOST_NAMED, Text } from "../shared/wire-forms.ts";
import { ACCIDENT_REPORT_KINDS, type Accident } from "./accident.ts";
import { ACCIDENTS } from "./accident-collection.ts";
import type { AccidentRefusalCodes } from "./accident-refusal-codes.ts";
import { ACCIDENT_POWER, addReport, type FurtherReport, reportAccident, type ToldAccident } from "./decide-accident.ts";
import { endOfAccident } from "./span-of-accident.ts";

const NewAccident = z.strictObject({
  enterprise: Id,
  outlets: z.array(Id).min(1).max(MOST_NAMED),
  at: InstantIn,
  description: Text.min(1),
});

const NewReport = z.strictObject({ kind: z.enum(ACCIDENT_REPORT_KINDS), text: Text.min(1) });

/** An enterprise, or the bureau that was told by it, reports an accident. */
export const REPORT_ACCIDENT = command<null, ToldAccident, null>({
  type: "report-accident",
  format: 1,
  place: null,
  summary: "Report an accident",
  power: ACCIDENT_POWER,
  body: NewAccident,
  audit: { action: "accident.report", fields: ["enterprise"] },
  problemsOf: ({ body, actor, index }) => unknownPlaces(actor, body, index),
  needs: async () => null,
  decide: ({ body, actor, moment }) => {
    const decision = reportAccident({ ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value, moment.index)) : decision;
  },
});

/** What is known later: a first report in writing, a follow-up, the final report. */
export const ADD_ACCIDENT_REPORT = command<Accident, FurtherReport, null, AccidentRefusalCodes>({
  type: "add-accident-report",
  format: 1,
  place: "reports",
  summary: "Add a report of an accident",
  power: ACCIDENT_POWER,
  body: NewReport,
  audit: { action: "accident.add-report", fields: ["kind"] },
  needs: async () => null,
  decide: ({ row, body, actor, moment }) => {
    const decision = addReport(row, { ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value, moment.index)) : decision;
  },
});

/** What the plant emitted since the accident began is judged again. */
function toEffects(row: Accident, index: RegistryIndex): Effects {
  const judgeAgain = emissionsOf(row.enterprise, { start: row.at, end: endOfAccident(row) }, index);
  return { id: row.id, writes: [{ collection: ACCIDENTS, row }], judgeAgain };
}
