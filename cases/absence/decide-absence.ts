import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { type Reach, reachOf } from "../../core/people/reach.ts";
import { holds, type Power } from "../../core/people/rights.ts";
import { isRowInForce, type RegistryIndex } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { DAY, type Instant } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import type { Absence } from "./absence.ts";
import type { AbsenceRefusal } from "./absence-refusal-codes.ts";

/** Whoever works on cases says who is away: it decides who takes the next step. */
export const ABSENCE_POWER: Power = "take-steps";

/** An absence as it is reported. */
export type ReportedAbsence = Pick<Absence, "person" | "from" | "to" | "reason">;

/**
 * Takes in that a person is away. Refused for somebody who is not registered, for an empty period or one longer than a
 * year, by an actor whose cells have nothing to do with the person, and when the person is away already at some time of
 * it. `known` are the absences of that person that lie in the period.
 */
export function reportAbsence(
  command: ReportedAbsence & { readonly actor: Actor },
  { now, seq, index }: Moment,
  known: readonly Absence[],
): Result<Absence, AbsenceRefusal> {
  const { actor, person, from, to, reason } = command;
  if (!holds(actor.roles, ABSENCE_POWER)) return err(roleNotAllowed(ABSENCE_POWER));
  const problems = findProblems(command, index);
  if (problems.length > 0) return err(invalidFields(problems));
  const cells = cellsOf(person, index, now);
  if (!answersFor(actor, { person, cells }, index)) return err(outsideYourCells());
  const other = known.find((absence) => absence.from < absence.to);
  if (other !== undefined) {
    const facts = { from: other.from, to: other.to };
    return err({ status: 409, code: "period-overlaps", facts });
  }
  const reported = { reportedAt: now, reportedBy: actor.id, reportedByName: actor.name };
  return ok({ id: `absence:${seq}`, person, cells, from, to, reason, ...reported });
}

/**
 * Ends an absence now. One that has not begun is called off and covers no time; one that is over stays as it is, so
 * that ending it twice does no harm.
 */
export function endAbsence(
  absence: Absence,
  { actor }: { readonly actor: Actor },
  { now, index }: Moment,
): Result<Absence, Refusal> {
  if (!holds(actor.roles, ABSENCE_POWER)) return err(roleNotAllowed(ABSENCE_POWER));
  if (!answersFor(actor, absence, index)) return err(outsideYourCells());
  if (absence.to <= now) return ok(absence);
  return ok({ ...absence, to: absence.from < now ? now : absence.from });
}

/** The cells in which a person is assigned: at `at`, or ever when no instant is given. */
export function cellsOf(person: string, index: RegistryIndex, at?: Instant): readonly string[] {
  const own = index.registry.assignments.filter((a) => a.person === person && (at === undefined || isRowInForce(a, at)));
  return [...new Set(own.map((a) => a.cell))];
}

/** True when the person is within the reach through one of the cells, or is the actor. */
export function isAbout(actor: Actor, { person, cells }: Pick<Absence, "person" | "cells">, reach: Reach): boolean {
  return reach.everything || actor.person === person || cells.some((cell) => reach.cells.has(cell));
}

function answersFor(actor: Actor, whom: Pick<Absence, "person" | "cells">, index: RegistryIndex): boolean {
  return isAbout(actor, whom, reachOf(actor, index, ABSENCE_POWER));
}

function findProblems({ person, from, to }: ReportedAbsence, index: RegistryIndex): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!index.registry.people.some((p) => p.id === person)) {
    problems.push({ pointer: "/person", code: "unknown-person", facts: { id: person } });
  }
  const days = FIGURES.longestAbsence.value;
  if (from >= to) problems.push({ pointer: "/to", code: "window-empty", facts: {} });
  else if (to - from > days * DAY) problems.push({ pointer: "/to", code: "window-too-long", facts: { days } });
  return problems;
}
