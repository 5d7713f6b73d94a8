import type { FieldProblem } from "../../core/casework/refusal.ts";
import { parseIso } from "../../core/time.ts";
import { levelOf } from "../incident/standing-counts.ts";
import { isAtLeast } from "../shared/levels.ts";
import { fieldsOf } from "./allowed-steps.ts";
import type { StepField } from "./case.ts";
import type { TransitionRequest } from "./transition-request.ts";
import type { Transition } from "./transitions.ts";

/** Checks what was sent with a step: every problem is reported, with a pointer to its field. */
export function checkFields(step: Transition, input: TransitionRequest): readonly FieldProblem[] {
  return fieldsAskedFor(step, input).flatMap((field) => {
    const value = (field.name === "note" ? input.request.note : (input.request.fields[field.name] ?? "")).trim();
    const problem = value === "" ? missing(field) : checkValue(field, value, input);
    return problem === undefined ? [] : [problem];
  });
}

/** A single finding of A3 and above is enough to ask for a second person, even when the case stands lower. */
function fieldsAskedFor(step: Transition, input: TransitionRequest): readonly StepField[] {
  const highest = levelOf(input.current.standing);
  const isGrave = highest !== null && isAtLeast(highest, "A3");
  return fieldsOf(step, isGrave ? { ...input.current, level: highest } : input.current);
}

function missing({ name, required }: StepField): FieldProblem | undefined {
  return required ? { pointer: `/${name}`, code: "required", facts: {} } : undefined;
}

function checkValue({ name, type }: StepField, value: string, input: TransitionRequest): FieldProblem | undefined {
  const pointer = `/${name}`;
  switch (type) {
    case "text":
      return undefined;
    case "unit":
      return input.index.registry.units.some((u) => u.id === value)
        ? undefined
        : { pointer, code: "unknown-unit", facts: { id: value } };
    case "person":
      return checkSecondPerson(pointer, value, input);
    case "instant":
      return checkFuture(pointer, value, input);
  }
}

function checkSecondPerson(pointer: string, value: string, input: TransitionRequest): FieldProblem | undefined {
  const { actor } = input.request;
  if (value === actor.id || value === actor.person) return { pointer, code: "same-person", facts: {} };
  const isKnown = input.index.registry.people.some((p) => p.id === value);
  return isKnown ? undefined : { pointer, code: "unknown-person", facts: { id: value } };
}

function checkFuture(pointer: string, value: string, input: TransitionRequest): FieldProblem | undefined {
  const at = parseIso(value);
  if (at === undefined) return { pointer, code: "not-an-instant", facts: {} };
  return at > input.now ? undefined : { pointer, code: "not-in-future", facts: {} };
}
