import type { StepField } from "../../core/casework/case.ts";
import type { Problem } from "../../core/result.ts";
import { parseIso } from "../../core/time.ts";
import { fieldsOf } from "./allowed-steps.ts";
import { isAtLeast } from "./case-decision.ts";
import type { TransitionRequest } from "./transition-request.ts";
import type { Transition } from "./transitions.ts";

/** Checks what was sent with a step: every problem is reported, with a pointer to its field. */
export function checkFields(step: Transition, input: TransitionRequest): readonly Problem[] {
  return fieldsAskedFor(step, input).flatMap((field) => {
    const value = (field.name === "note" ? input.request.note : (input.request.fields[field.name] ?? "")).trim();
    const problem = value === "" ? missing(field) : checkValue(field, value, input);
    return problem === undefined ? [] : [problem];
  });
}

/** A single finding of A3 and above is enough to ask for a second person, even when the case stands lower. */
function fieldsAskedFor(step: Transition, input: TransitionRequest): readonly StepField[] {
  const highest = input.findings.find((f) => f.status !== "withdrawn" && isAtLeast(f.level, "A3"))?.level;
  return fieldsOf(step, highest === undefined ? input.current : { ...input.current, level: highest });
}

function missing(field: StepField): Problem | undefined {
  return field.required ? { pointer: `/${field.name}`, code: "required", message: `缺少 ${field.name}` } : undefined;
}

function checkValue(field: StepField, value: string, input: TransitionRequest): Problem | undefined {
  switch (field.type) {
    case "text":
      return undefined;
    case "number":
      return Number.isFinite(Number(value)) ? undefined : problem(field, "not-a-number", "不是数字");
    case "unit":
      return input.index.registry.units.some((u) => u.id === value) ? undefined : problem(field, "unknown-unit", "未登记的部门");
    case "person":
      return checkSecondPerson(field, value, input);
    case "instant":
      return checkFuture(field, value, input);
  }
}

function checkSecondPerson(field: StepField, value: string, input: TransitionRequest): Problem | undefined {
  const { actor } = input.request;
  if (value === actor.id || value === actor.person) return problem(field, "same-person", "须为另一人");
  const isKnown = input.index.registry.people.some((p) => p.id === value);
  return isKnown ? undefined : problem(field, "unknown-person", "未登记的人员");
}

function checkFuture(field: StepField, value: string, input: TransitionRequest): Problem | undefined {
  const at = parseIso(value);
  if (at === undefined) return problem(field, "not-an-instant", "不是带时区的时间");
  return at > input.now ? undefined : problem(field, "not-in-future", "须晚于现在");
}

function problem(field: StepField, code: string, message: string): Problem {
  return { pointer: `/${field.name}`, code, message: `${field.name}：${message}` };
}
