import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Power } from "../../core/people/rights.ts";
import type { Instant } from "../../core/time.ts";

/** The edit was made against an older version of the case. */
export function staleVersion(given: number, current: number): Refusal {
  return { status: 409, code: "stale-version", facts: { given, current } };
}

/** The step is not in the state table, or its count is used up; `allowed` says what may come. */
export function transitionNotAllowed(from: string, to: string, allowed: readonly string[]): Refusal {
  return { status: 409, code: "transition-not-allowed", facts: { from, to }, allowed };
}

/** The actor holds no role with the power; `to` is the step that asks for it. */
export function roleNotAllowed(power: Power, to?: string): Refusal {
  return { status: 403, code: "role-not-allowed", facts: to === undefined ? { power } : { power, to } };
}

/** The matter belongs to cells or an enterprise the actor does not answer for. */
export function outsideYourCells(): Refusal {
  return { status: 403, code: "outside-your-cells", facts: {} };
}

/** Who handled a case may not verify or close it. */
export function samePerson(): Refusal {
  return { status: 409, code: "same-person", facts: {} };
}

/** What was sent is incomplete or wrong, field by field. */
export function invalidFields(errors: readonly FieldProblem[]): Refusal {
  return { status: 400, code: "invalid-fields", facts: {}, errors };
}

/** What was asked for has been answered before; `state` says how. */
export function alreadyDecided(state: string): Refusal {
  return { status: 409, code: "already-decided", facts: { state } };
}

/** What may exist once at a time exists for a part of the period already; the facts say for which. */
export function periodOverlaps({ from, to }: { readonly from: Instant; readonly to: Instant }): Refusal {
  return { status: 409, code: "period-overlaps", facts: { from, to } };
}

/** The row that a command is about is not there. */
export function rowNotFound(): Refusal {
  return { status: 404, code: "not-found", facts: {} };
}
