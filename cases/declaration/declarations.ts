import type { Command } from "../../core/casework/command.ts";
import type { Declaration, DeclarationState } from "../../core/casework/declaration.ts";
import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { DAY } from "../../core/time.ts";
import type { Moment } from "../case/case-decision.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../refusals.ts";
import { addWorkingHours } from "../working-time.ts";

/** The longest window one declaration may ask for. Product default. */
const MAX_WINDOW_DAYS = 31;
/** How soon the bureau should answer, in working hours. Product default; no answer is never consent. */
const ANSWER_WORKING_HOURS = 4;

/** What a declaration is decided with. */
export interface DeclarationContext extends Moment {
  readonly index: RegistryIndex;
  readonly calendar: WorkingCalendar;
}

type Submission = Extract<Command, { readonly type: "declare" }>;
type Answer = Extract<Command, { readonly type: "decide-declaration" }>;

/**
 * Takes in a declaration of a temporary unorganised emission by the enterprise itself or by the bureau on its behalf. It starts as `submitted`; the
 * answer is due within 4 working hours. Refused when its window is empty or longer than 31 days, or it names outlets of another enterprise.
 */
export function submitDeclaration(command: Submission, context: DeclarationContext): Result<Declaration, Refusal> {
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
    answerDueAt: addWorkingHours(context.now, ANSWER_WORKING_HOURS, context.calendar),
    decidedAt: null,
    decidedBy: null,
    reason: null,
  });
}

/**
 * Answers a declaration: consent, refusal, or return for correction. Consent counts from `decidedAt`, which is now and never earlier. An answer is
 * given once; to refuse or to return needs a reason. A street may not answer: consent belongs to the bureau.
 */
export function decideDeclaration(
  declaration: Declaration,
  command: Answer,
  context: DeclarationContext,
): Result<Declaration, Refusal> {
  const { actor } = command;
  if (!holds(actor.roles, "decide-declaration")) return err(roleNotAllowed("decide-declaration"));
  if (!isWithin(reachOf(actor, context.index, "decide-declaration"), { cell: null, enterprise: declaration.enterprise }))
    return err(outsideYourCells());
  if (declaration.state !== "submitted") {
    return err({ status: 409, code: "already-decided", facts: { state: declaration.state } });
  }
  if (command.decision !== "consent" && command.reason.trim() === "") {
    return err(invalidFields([{ pointer: "/reason", code: "required", facts: {} }]));
  }
  const state = STATE_AFTER[command.decision];
  return ok({ ...declaration, state, decidedAt: context.now, decidedBy: actor.id, reason: command.reason });
}

const STATE_AFTER: Readonly<Record<Answer["decision"], DeclarationState>> = {
  consent: "consented",
  refuse: "refused",
  return: "returned",
};

function findProblems(command: Submission, index: RegistryIndex): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!index.enterpriseById.has(command.enterprise)) {
    problems.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: command.enterprise } });
  }
  if (command.outlets.length === 0) problems.push({ pointer: "/outlets", code: "required", facts: {} });
  if (command.pollutants.length === 0) problems.push({ pointer: "/pollutants", code: "required", facts: {} });
  command.outlets.forEach((id, position) => {
    if (index.outletById.get(id)?.enterprise !== command.enterprise) {
      const facts = { outlet: id, enterprise: command.enterprise };
      problems.push({ pointer: `/outlets/${position}`, code: "outlet-of-another-enterprise", facts });
    }
  });
  if (command.from >= command.to) {
    problems.push({ pointer: "/to", code: "window-empty", facts: {} });
  } else if (command.to - command.from > MAX_WINDOW_DAYS * DAY) {
    problems.push({ pointer: "/to", code: "window-too-long", facts: { days: MAX_WINDOW_DAYS } });
  }
  return problems;
}
