import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds, type Role } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isSamePerson } from "../../core/same-person.ts";
import { DAY } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { wrongPlaces } from "../shared/named-places.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import { addWorkingHours } from "../shared/working-time.ts";
import type { Declaration, DeclarationState } from "./declaration.ts";
import type { DeclarationRefusal } from "./declaration-refusal-codes.ts";

/** A declaration as it is made. */
export type Submission = Pick<
  Declaration,
  "enterprise" | "outlets" | "pollutants" | "cause" | "from" | "to" | "measures" | "note"
>;

/** The bureau's answer. */
export interface Answer {
  readonly decision: "consent" | "refuse" | "return";
  readonly reason: string;
}

/**
 * Takes in a declaration of a temporary unorganised emission by the enterprise itself or by the bureau on its behalf.
 * It starts as `submitted`; the answer is due within 4 working hours. Refused when its window is empty or longer than
 * 31 days, or it names outlets of another enterprise.
 */
export function submitDeclaration(
  command: Submission & { readonly actor: Actor },
  context: Moment,
): Result<Declaration, Refusal> {
  const { actor, enterprise } = command;
  if (!holds(actor.roles, "declare")) return err(roleNotAllowed("declare"));
  if (!isWithin(reachOf(actor, context.index, "declare"), { cell: null, enterprise })) return err(outsideYourCells());
  const problems = findProblems(command, context.index);
  if (problems.length > 0) return err(invalidFields(problems));
  const { outlets, pollutants, cause, from, to, measures, note } = command;
  return ok({
    id: `declaration:${context.seq}`,
    enterprise,
    outlets,
    pollutants,
    cause,
    from,
    to,
    measures,
    note,
    state: "submitted",
    submittedAt: context.now,
    submittedBy: actor.id,
    submittedByName: actor.name,
    ...(actor.person !== null && { submittedPerson: actor.person }),
    answerDueAt: addWorkingHours(context.now, FIGURES.declarationAnswer.value, context.calendar),
    decidedAt: null,
    decidedBy: null,
    decidedByName: null,
    reason: null,
  });
}

/**
 * Answers a declaration: consent, refusal, or return for correction. Consent counts from `decidedAt`, which is now and
 * never earlier. An answer is given once, and never by who submitted it. A street may not answer: consent belongs to
 * the bureau.
 */
export function decideDeclaration(
  declaration: Declaration,
  command: Answer & { readonly actor: Actor },
  context: Moment,
): Result<Declaration, DeclarationRefusal> {
  const { actor } = command;
  const answering = roleThatAnswers(declaration, actor, context.index);
  if (!answering.ok) return answering;
  if (declaration.state !== "submitted") {
    return err({ status: 409, code: "already-decided", facts: { state: declaration.state } });
  }
  const state = STATE_AFTER[command.decision];
  return ok({
    ...declaration,
    state,
    decidedAt: context.now,
    decidedBy: actor.id,
    decidedByName: actor.name,
    decidedRole: answering.value,
    reason: command.reason,
  });
}

/** The role in which an actor may answer a declaration, or why the actor may not. */
export function roleThatAnswers(declaration: Declaration, actor: Actor, index: RegistryIndex): Result<Role, DeclarationRefusal> {
  if (!holds(actor.roles, "decide-declaration")) return err(roleNotAllowed("decide-declaration"));
  const { enterprise, submittedBy, submittedPerson = null } = declaration;
  const role = actor.roles.find((one) =>
    isWithin(reachOf({ ...actor, roles: [one] }, index, "decide-declaration"), { cell: null, enterprise }),
  );
  if (role === undefined) return err(outsideYourCells());
  const isOwn = isSamePerson({ by: submittedBy, person: submittedPerson }, { by: actor.id, person: actor.person });
  return isOwn ? err({ status: 409, code: "own-declaration", facts: {} }) : ok(role);
}

const STATE_AFTER: Readonly<Record<Answer["decision"], DeclarationState>> = {
  consent: "consented",
  refuse: "refused",
  return: "returned",
};

function findProblems(command: Submission, index: RegistryIndex): readonly FieldProblem[] {
  const problems: FieldProblem[] = [...wrongPlaces(command, index)];
  if (command.pollutants.length === 0) problems.push({ pointer: "/pollutants", code: "required", facts: {} });
  if (command.from >= command.to) {
    problems.push({ pointer: "/to", code: "window-empty", facts: {} });
  } else if (command.to - command.from > FIGURES.declaredWindow.value * DAY) {
    problems.push({ pointer: "/to", code: "window-too-long", facts: { days: FIGURES.declaredWindow.value } });
  }
  return problems;
}
