import { z } from "zod";
import { command } from "../../core/casework/subject.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { ok } from "../../core/result.ts";
import { Code, Id, InstantIn, LineOfText, Text } from "../shared/wire-forms.ts";
import { PATROL_POWER, type ReportedPatrol, reportPatrol, unknownNames } from "./decide-patrol.ts";
import { PATROLS } from "./patrol-collection.ts";
import { LocationForm } from "./patrol-wire.ts";

const NewPatrol = z
  .strictObject({
    cell: Id,
    person: Id.nullish(),
    at: InstantIn,
    location: LocationForm,
    object: LineOfText.min(1),
    category: Code,
    problem: Text.default(""),
    measures: Text.default(""),
  })
  .transform(({ person = null, ...rest }): ReportedPatrol => ({ ...rest, person }));

/** Somebody of the grid reports a round. What the caller may not see does not exist for the caller. */
export const REPORT_PATROL = command<null, ReportedPatrol, null>({
  type: "report-patrol",
  format: 1,
  place: null,
  summary: "Report a patrol",
  power: PATROL_POWER,
  body: NewPatrol,
  audit: { action: "patrol.report", fields: ["cell", "category"] },
  problemsOf: ({ body, actor, index }) => {
    const { cell } = body;
    const enterprise = index.cellById.get(cell)?.enterprise ?? null;
    if (isWithin(reachOf(actor, index), { cell, enterprise })) return unknownNames(body, index);
    return [{ pointer: "/cell", code: "unknown-cell", facts: { id: cell } }];
  },
  needs: async () => null,
  decide: ({ body, actor, moment }) => {
    const decision = reportPatrol({ ...body, actor }, moment);
    if (!decision.ok) return decision;
    return ok({ id: decision.value.id, writes: [{ collection: PATROLS, row: decision.value }] });
  },
});
