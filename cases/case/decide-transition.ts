import type { Case, CaseDeadline, CaseState } from "../../core/casework/case.ts";
import type { Refusal } from "../../core/casework/refusal.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds } from "../../core/people/rights.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { parseIso } from "../../core/time.ts";
import { invalidFields, outsideYourCells, roleNotAllowed, samePerson, staleVersion, transitionNotAllowed } from "../refusals.ts";
import { stepsOpenTo } from "./allowed-steps.ts";
import { type CaseDecision, deadlineEffects } from "./case-decision.ts";
import { checkFields } from "./check-fields.ts";
import { stateDeadline } from "./state-clock.ts";
import type { TransitionRequest } from "./transition-request.ts";
import type { Transition } from "./transitions.ts";

/**
 * Decides a step of a case. Refused are, in this order: actors beyond whose reach the case lies (`outside-your-cells`), an edit of an older
 * version (`stale-version`), a step that is not in the state table (`transition-not-allowed`, with what is), a role that may not take it
 * (`role-not-allowed`), missing or wrong fields, and a handler who would verify the own work (`same-person`).
 */
export function decideTransition(input: TransitionRequest): Result<CaseDecision, Refusal> {
  const { current, request } = input;
  const steps = stepsOpenTo(current);
  const step = steps.find((s) => s.to === request.to);
  if (!holds(request.actor.roles, "take-steps")) return err(roleNotAllowed("take-steps"));
  if (!isWithin(reachOf(request.actor, input.index, "take-steps"), current)) return err(outsideYourCells());
  if (request.version !== current.version) return err(staleVersion(request.version, current.version));
  if (step === undefined) {
    const allowed = steps.map((s) => s.to);
    return err(transitionNotAllowed(current.state, request.to, allowed));
  }
  if (!mayTake(step, input)) {
    return err(roleNotAllowed("take-steps", request.to));
  }
  const problems = checkFields(step, input);
  if (problems.length > 0) return err(invalidFields(problems));
  if (isSelfVerification(current, step, request.actor)) return err(samePerson());
  return ok(takeStep(input, step));
}

/** Somebody with several roles takes a step by the power of a role, over what that role reaches. */
function mayTake(step: Transition, { request, index, current }: TransitionRequest): boolean {
  const held = step.powers.filter((power) => holds(request.actor.roles, power));
  return held.some((power) => isWithin(reachOf(request.actor, index, power), current));
}

/** Taking up a verification, confirming it and closing are all barred to the handler; taking the case back to work is not. */
function isSelfVerification(current: Case, step: Transition, actor: Actor): boolean {
  if (step.to !== "verify" && step.to !== "closed") return false;
  return current.handler !== null && (current.handler === actor.id || current.handler === actor.person);
}

function takeStep(input: TransitionRequest, step: Transition): CaseDecision {
  const { current, request, now, seq } = input;
  const deadline = deadlineAfter(input);
  const next: Case = {
    ...current,
    state: step.to,
    version: current.version + 1,
    assignee: request.fields["unit"] ?? current.assignee,
    handler: handlerAfter(current, step, request.actor),
    deadline,
    // Lateness and escalation belong to the stage that was left.
    overdue: false,
    escalation: 0,
    heldFrom: isDetour(step.to) ? current.state : null,
    changedAt: now,
    ...(step.to === "returned" ? { returns: (current.returns ?? 0) + 1 } : {}),
    ...(step.to === "pending" ? { extensions: (current.extensions ?? 0) + 1 } : {}),
  };
  const line = {
    caseId: current.id,
    at: now,
    seq,
    actor: request.actor.id,
    actorName: request.actor.name,
    action: step.to,
    from: current.state,
    to: step.to,
    note: request.note,
    ...(Object.keys(request.fields).length === 0 ? {} : { fields: request.fields }),
  };
  return { next, timeline: [line], ...deadlineEffects(current.id, deadline), usedNumber: false };
}

function deadlineAfter(input: TransitionRequest): CaseDeadline | null {
  const { current, request, now, calendar } = input;
  if (request.to !== "pending") return stateDeadline(request.to, current, { now, calendar });
  const until = parseIso(request.fields["until"] ?? "");
  return until === undefined ? null : { at: until, kind: "resume", source: "延期审批" };
}

/** Who takes a case to work or reports its result did the work. */
function handlerAfter(current: Case, step: Transition, actor: Actor): string | null {
  const works = step.to === "result" || (step.from === "dispatched" && step.to === "handling");
  return works ? (actor.person ?? actor.id) : current.handler;
}

function isDetour(state: CaseState): boolean {
  return state === "pending" || state === "joint" || state === "filed";
}
