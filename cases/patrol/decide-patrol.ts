import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds, type Power } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isOfEnterprise } from "../shared/reaches.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import type { Patrol } from "./patrol.ts";

export const PATROL_POWER: Power = "report-patrol";

/** A patrol as it is reported. */
export type ReportedPatrol = Pick<Patrol, "cell" | "person" | "at" | "location" | "object" | "category" | "problem" | "measures">;

/**
 * Takes in a patrol of a cell within the reach of who reports it. Who walked it is the person that is named, else the
 * one behind the account. Declined for a cell or a person that is not registered, and for a time in the future.
 */
export function reportPatrol(
  command: ReportedPatrol & { readonly actor: Actor },
  { now, seq, index }: Moment,
): Result<Patrol, Refusal> {
  const { actor, person, ...said } = command;
  if (!holds(actor.roles, PATROL_POWER)) return err(roleNotAllowed(PATROL_POWER));
  const enterprise = index.cellById.get(said.cell)?.enterprise ?? null;
  if (!isWithin(reachOf(actor, index, PATROL_POWER), { cell: said.cell, enterprise })) return err(outsideYourCells());
  const future: FieldProblem[] = said.at > now ? [{ pointer: "/at", code: "in-the-future", facts: {} }] : [];
  const problems = [...unknownNames(command, index), ...future];
  if (problems.length > 0) return err(invalidFields(problems));
  const reported = { reportedAt: now, reportedBy: actor.id, reportedByName: actor.name };
  const byEnterprise = actor.roles.filter((role) => holds([role], PATROL_POWER)).every(isOfEnterprise);
  return ok({ id: `patrol:${seq}`, ...said, enterprise, person: person ?? actor.person, byEnterprise, ...reported });
}

/** The cell or the person of a patrol that is not registered. */
export function unknownNames(
  { cell, person }: Pick<ReportedPatrol, "cell" | "person">,
  index: RegistryIndex,
): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!index.cellById.has(cell)) problems.push({ pointer: "/cell", code: "unknown-cell", facts: { id: cell } });
  if (person !== null && !index.registry.people.some((p) => p.id === person)) {
    problems.push({ pointer: "/person", code: "unknown-person", facts: { id: person } });
  }
  return problems;
}
