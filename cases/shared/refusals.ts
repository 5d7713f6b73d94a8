import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Power } from "../../core/people/rights.ts";

/** The actor holds no role with the power; `to` is the step that asks for it. */
export function roleNotAllowed(power: Power, to?: string): Refusal {
  return { status: 403, code: "role-not-allowed", facts: to === undefined ? { power } : { power, to } };
}

/** The matter belongs to cells or an enterprise the actor does not answer for. */
export function outsideYourCells(): Refusal {
  return { status: 403, code: "outside-your-cells", facts: {} };
}

/** What was sent is incomplete or wrong, field by field. */
export function invalidFields(errors: readonly FieldProblem[]): Refusal {
  return { status: 400, code: "invalid-fields", facts: {}, errors };
}

/** The row that a command is about is not there. */
export function rowNotFound(): Refusal {
  return { status: 404, code: "not-found", facts: {} };
}
