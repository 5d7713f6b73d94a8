import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds } from "../../core/people/rights.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isSamePerson } from "../../core/same-person.ts";
import { parseIso } from "../../core/time.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import { needsTwoPersons, stepsOpenTo } from "./allowed-steps.ts";
import type { Case, CaseDeadline, CaseState } from "./case.ts";
import { type CaseDecision, deadlineEffects } from "./case-decision.ts";
import type { CaseRefusal } from "./case-refusal-codes.ts";
import { checkFields, namedFields } from "./check-fields.ts";
import { stateDeadline } from "./state-clock.ts";
import type { TransitionRequest } from "./transition-request.ts";
import type { Transition } from "./transitions.ts";
import { holdsFor, isOwnWork } from "./whose-turn.ts";

/**
 * Decides a step of a case. Refused are, in this order: actors beyond whose reach the case lies (`outside-your-cells`),
 * an edit of an older version (`stale-version`), a step that is not in the state table (`transition-not-allowed`, with
 * what is), a role that may not take it (`role-not-allowed`), missing or wrong fields, a handler who would verify the
 * own work (`same-person`), and the first of two persons who would be the second, too (`second-person-needed`).
 */
export function decideTransition(input: TransitionRequest): Result<CaseDecision, CaseRefusal> {
  const { current, request } = input;
  const steps = stepsOpenTo(current);
  const step = steps.find((s) => s.to === request.to);
  if (!holds(request.actor.roles, "take-steps")) return err(roleNotAllowed("take-steps"));
  if (!isWithin(reachOf(request.actor, input.index, "take-steps"), current)) return err(outsideYourCells());
  if (request.version !== current.version) {
    const facts = { given: request.version, current: current.version };
    return err({ status: 409, code: "stale-version", facts });
  }
  if (step === undefined) {
    const facts = { from: current.state, to: request.to };
    return err({ status: 409, code: "transition-not-allowed", facts, allowed: steps.map((s) => s.to) });
  }
  if (!holdsFor(step, request.actor, input)) {
    return err(roleNotAllowed("take-steps", request.to));
  }
  const problems = checkFields(step, input);
  if (problems.length > 0) return err(invalidFields(problems));
  if (isOwnWork(step, request.actor, current)) return err({ status: 409, code: "same-person", facts: {} });
  if (!needsTwoPersons(step, current) || isSecondedBefore(input)) return ok(takeStep(input, step));
  if (current.pending?.to !== step.to) return ok(askSecondPerson(input, step));
  if (isSamePerson(current.pending, { by: request.actor.id, person: request.actor.person }))
    return err({ status: 409, code: "second-person-needed", facts: { to: step.to } });
  return ok(takeStep(input, step));
}

/**
 * Journals from before two persons posted the step have both in one entry: the second stands in a field that no step
 * names any more, so that nobody sends it today.
 */
function isSecondedBefore({ request: { actor, fields }, index }: TransitionRequest): boolean {
  const second = fields["secondPerson"];
  if (second === undefined || second === actor.id || second === actor.person) return false;
  return index.registry.people.some(({ id }) => id === second);
}

/** The first of two persons: state and clock stay as they are. */
function askSecondPerson({ current, request, now, seq }: TransitionRequest, { to }: Transition): CaseDecision {
  const { actor, note } = request;
  const pending = { to, by: actor.id, person: actor.person };
  const next: Case = { ...current, version: current.version + 1, pending, acted: true, changedAt: now };
  const line = {
    ...{ subject: current.id, at: now, seq, actor: actor.id, actorName: actor.name, note },
    ...{ action: `${to}-asked`, from: current.state, to: current.state },
  };
  return { next, timeline: [line], deadlines: [], cleared: [], usedNumber: false };
}

/** States in which a unit works on a case: the enterprise meets it then at the latest. */
const BEGINS_WORK: ReadonlySet<CaseState> = new Set(["dispatched", "joint", "handling"]);

function takeStep(input: TransitionRequest, step: Transition): CaseDecision {
  const { request, now, seq } = input;
  const { pending: _settled, ...current } = input.current;
  const deadline = deadlineAfter(input);
  const fields = namedFields(step, request.fields);
  const next: Case = {
    ...current,
    state: step.to,
    version: current.version + 1,
    assignee: fields["unit"] ?? current.assignee,
    ...handlerAfter(current, step, request.actor),
    deadline,
    // Lateness and escalation belong to the stage that was left.
    overdue: false,
    escalation: 0,
    heldFrom: isDetour(step.to) ? current.state : null,
    acted: true,
    endProposed: false,
    changedAt: now,
    ...(BEGINS_WORK.has(step.to) && { released: true as const }),
    ...(step.to === "returned" ? { returns: (current.returns ?? 0) + 1 } : {}),
    ...(step.to === "pending" ? { extensions: (current.extensions ?? 0) + 1 } : {}),
  };
  const line = {
    subject: current.id,
    at: now,
    seq,
    actor: request.actor.id,
    actorName: request.actor.name,
    action: step.to,
    from: current.state,
    to: step.to,
    note: request.note,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
  return { next, timeline: [line], ...deadlineEffects(current.id, deadline), usedNumber: false };
}

/** A case that is put off goes on at the instant that was sent, which the step asks for and which is checked. */
function deadlineAfter(input: TransitionRequest): CaseDeadline | null {
  const { current, request, now, calendar } = input;
  const until = parseIso((request.fields["until"] ?? "").trim());
  if (request.to !== "pending" || until === undefined) return stateDeadline(request.to, current, { now, calendar });
  return { at: until, kind: "resume", source: { code: "approved", facts: {} } };
}

/** Who takes a case to work or reports its result did the work. */
function handlerAfter(current: Case, step: Transition, actor: Actor): Pick<Case, "handler" | "handlerName"> {
  const works = step.to === "result" || (step.from === "dispatched" && step.to === "handling");
  if (!works) return { handler: current.handler, handlerName: current.handlerName };
  return { handler: actor.person ?? actor.id, handlerName: actor.name };
}

function isDetour(state: CaseState): boolean {
  return state === "pending" || state === "joint" || state === "filed";
}
