import type { FieldProblem } from "../../core/casework/refusal.ts";
import { parseIso } from "../../core/time.ts";
import { fieldsOf } from "./allowed-steps.ts";
import type { StepField } from "./case.ts";
import type { TransitionRequest } from "./transition-request.ts";
import type { Transition } from "./transitions.ts";

/** What of the fields that were sent the step names. Whatever else a client sends means nothing, and is not kept. */
export function namedFields(step: Transition, sent: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = new Set(fieldsOf(step).map(({ name }) => name));
  return Object.fromEntries(Object.entries(sent).filter(([name]) => names.has(name)));
}

/** What was sent with a step that does not name it. */
export function unnamedFields(step: Transition, sent: Readonly<Record<string, string>>): readonly FieldProblem[] {
  const named = namedFields(step, sent);
  return Object.keys(sent)
    .filter((field) => !Object.hasOwn(named, field))
    .map((field) => ({ pointer: `/${field}`, code: "unknown-field", facts: { field } }));
}

/** Checks what was sent with a step: every problem is reported, with a pointer to its field. */
export function checkFields(step: Transition, input: TransitionRequest): readonly FieldProblem[] {
  return fieldsOf(step).flatMap((field) => {
    const value = (field.name === "note" ? input.request.note : (input.request.fields[field.name] ?? "")).trim();
    const problem = value === "" ? missing(field) : checkValue(field, value, input);
    return problem === undefined ? [] : [problem];
  });
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
    case "instant":
      return checkFuture(pointer, value, input);
  }
}

function checkFuture(pointer: string, value: string, input: TransitionRequest): FieldProblem | undefined {
  const at = parseIso(value);
  if (at === undefined) return { pointer, code: "not-an-instant", facts: {} };
  return at > input.now ? undefined : { pointer, code: "not-in-future", facts: {} };
}
