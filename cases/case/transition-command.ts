import { z } from "zod";
import type { FieldProblem } from "../../core/casework/refusal.ts";
import { command } from "../../core/casework/subject.ts";
import { ok } from "../../core/result.ts";
import { parseIso } from "../../core/time.ts";
import { Text } from "../shared/wire-forms.ts";
import { fieldsOf, stepsOpenTo } from "./allowed-steps.ts";
import { CASE_STATES, type Case } from "./case.ts";
import { toEffects } from "./case-effects.ts";
import type { CaseRefusalCodes } from "./case-refusal-codes.ts";
import { unnamedFields } from "./check-fields.ts";
import { decideTransition } from "./decide-transition.ts";
import type { StepAsked } from "./transition-request.ts";
import type { Transition } from "./transitions.ts";

/** A step of a case; what the step asks for stands beside `to`, `version` and `note`. */
const TransitionIn = z
  .object({ to: z.enum(CASE_STATES), version: z.number().int().min(0), note: Text.default("") })
  .catchall(z.union([Text, z.number()]))
  .transform(({ to, version, note, ...rest }): StepAsked => {
    const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    return { to, version, note, fields };
  });

/** Somebody takes a case on. */
export const TRANSITION = command<Case, StepAsked, undefined, CaseRefusalCodes>({
  type: "transition",
  format: 1,
  place: "transitions",
  summary: "Take a step",
  power: "take-steps",
  body: TransitionIn,
  audit: { action: "case.transition", fields: ["to", "version"] },
  problemsOf: ({ row, body }) => problemsOfStep(row, body),
  needs: async () => undefined,
  decide: ({ row, body, actor, moment }) => {
    const decision = decideTransition({ ...moment, current: row, request: { ...body, actor } });
    return decision.ok ? ok(toEffects(decision.value)) : decision;
  },
});

/** The step names what may come with it, and what it takes as an instant carries an offset, as every time does. */
function problemsOfStep(row: Case, { to, fields }: StepAsked): readonly FieldProblem[] {
  const step = stepsOpenTo(row).find((s) => s.to === to);
  return step === undefined ? [] : [...unnamedFields(step, fields), ...timesWithoutOffset(step, fields)];
}

function timesWithoutOffset(step: Transition, fields: StepAsked["fields"]): readonly FieldProblem[] {
  return fieldsOf(step).flatMap(({ name, type }): readonly FieldProblem[] => {
    const text = fields[name] ?? "";
    if (type !== "instant" || text === "" || parseIso(text) !== undefined) return [];
    const code = parseIso(`${text}Z`) === undefined ? "not-a-time" : "time-without-offset";
    return [{ pointer: `/${name}`, code, facts: {} }];
  });
}
