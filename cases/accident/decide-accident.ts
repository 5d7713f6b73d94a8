import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds, type Power } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { HOUR, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { wrongPlaces } from "../shared/named-places.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import type { Accident, AccidentReport } from "./accident.ts";
import type { AccidentRefusal } from "./accident-refusal-codes.ts";

export const ACCIDENT_POWER: Power = "report-accident";

/** An accident as it is told. */
export type ToldAccident = Pick<Accident, "enterprise" | "outlets" | "at" | "description">;

/** What is reported of an accident that is known. */
export type FurtherReport = Pick<AccidentReport, "kind" | "text">;

/**
 * Takes in an accident that the enterprise tells, or the bureau that was told by telephone. When it is late it is taken
 * all the same: `dueAt` says by when it should have come. Declined when it lies in the future, or names outlets of
 * another enterprise.
 */
export function reportAccident(command: ToldAccident & { readonly actor: Actor }, moment: Moment): Result<Accident, Refusal> {
  const { actor, enterprise, outlets, at, description } = command;
  const { now, seq, index } = moment;
  const allowed = mayReport(actor, enterprise, index);
  if (!allowed.ok) return allowed;
  const future: FieldProblem[] = at > now ? [{ pointer: "/at", code: "in-the-future", facts: {} }] : [];
  const problems = [...wrongPlaces(command, index), ...future];
  if (problems.length > 0) return err(invalidFields(problems));
  return ok({
    ...{ id: `accident:${seq}`, enterprise, outlets, at, description, state: "open" },
    ...{ reportedAt: now, reportedBy: actor.id, reportedByName: actor.name },
    dueAt: plus(at, FIGURES.accidentReport.value * HOUR),
    reports: [],
  });
}

/** Takes in a further report; the final one ends the accident, and nothing follows it. */
export function addReport(
  accident: Accident,
  { actor, kind, text }: FurtherReport & { readonly actor: Actor },
  { now, index }: Moment,
): Result<Accident, AccidentRefusal> {
  const allowed = mayReport(actor, accident.enterprise, index);
  if (!allowed.ok) return allowed;
  const last = accident.reports.at(-1);
  if (last?.kind === "final") return err({ status: 409, code: "accident-ended", facts: { at: last.at } });
  const report: AccidentReport = { kind, text, at: now, by: actor.id, byName: actor.name };
  return ok({ ...accident, state: kind === "final" ? "ended" : "open", reports: [...accident.reports, report] });
}

function mayReport(actor: Actor, enterprise: string, index: RegistryIndex): Result<null, Refusal> {
  if (!holds(actor.roles, ACCIDENT_POWER)) return err(roleNotAllowed(ACCIDENT_POWER));
  const isReached = isWithin(reachOf(actor, index, ACCIDENT_POWER), { cell: null, enterprise });
  return isReached ? ok(null) : err(outsideYourCells());
}
