import { z } from "zod";
import type { FieldProblem } from "../../core/casework/refusal.ts";
import { command, type Effects, type JudgeAgain } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { ok } from "../../core/result.ts";
import { startOfHour } from "../../core/time.ts";
import { Id, InstantIn, MOST_NAMED, Text } from "../shared/wire-forms.ts";
import { type Answer, decideDeclaration, type Submission, submitDeclaration } from "./decide-declaration.ts";
import type { Declaration } from "./declaration.ts";
import { DECLARATIONS } from "./declaration-collection.ts";
import type { DeclarationRefusalCodes } from "./declaration-refusal-codes.ts";

const NewDeclaration = z
  .strictObject({
    enterprise: Id,
    outlets: z.array(Id).min(1).max(MOST_NAMED),
    pollutants: z.array(Id).max(MOST_NAMED).default([]),
    cause: z.enum(["maintenance", "process"]),
    from: InstantIn,
    to: InstantIn,
    measures: Text.min(1),
    note: Text.default(""),
  })
  .refine((d) => d.from < d.to, { path: ["from"], params: { code: "from-not-before-to" } });

const Decision = z.strictObject({
  decision: z.enum(["consent", "refuse", "return"]),
  reason: Text.min(1),
});

/** An enterprise, or the bureau on its behalf, declares a temporary unorganised emission. */
export const DECLARE = command<null, Submission, null>({
  type: "declare",
  format: 1,
  place: null,
  summary: "Declare an emission",
  power: "declare",
  body: NewDeclaration,
  audit: { action: "declaration.submit", fields: ["enterprise"] },
  problemsOf: ({ body, actor, index }) => whatDoesNotExistFor(actor, body, index),
  needs: async () => null,
  decide: ({ body, actor, moment }) => {
    const decision = submitDeclaration({ ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value)) : decision;
  },
});

/** The bureau consents to a declaration, refuses it, or returns it. */
export const DECIDE_DECLARATION = command<Declaration, Answer, null, DeclarationRefusalCodes>({
  type: "decide-declaration",
  format: 1,
  place: "decision",
  summary: "Answer a declaration",
  power: "decide-declaration",
  body: Decision,
  audit: { action: "declaration.decide", fields: ["decision"] },
  needs: async () => null,
  decide: ({ row, body, actor, moment }) => {
    const decision = decideDeclaration(row, { ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value)) : decision;
  },
});

/** The hours in its window are judged again: what was pending may now be consented or unreported. */
function toEffects(row: Declaration): Effects {
  const from = startOfHour(row.from);
  const judgeAgain = row.outlets.flatMap((outlet) =>
    row.pollutants.map((pollutant): JudgeAgain => ({ outlet, pollutant, from, to: row.to })),
  );
  return { id: row.id, writes: [{ collection: DECLARATIONS, row }], judgeAgain };
}

/** What the caller may not see does not exist for the caller. */
function whatDoesNotExistFor(actor: Actor, { enterprise, outlets }: Submission, index: RegistryIndex): readonly FieldProblem[] {
  const reach = reachOf(actor, index);
  const isSeen = index.enterpriseById.has(enterprise) && (reach.everything || reach.enterprises.has(enterprise));
  const problems: FieldProblem[] = [];
  if (!isSeen) problems.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: enterprise } });
  for (const [i, id] of outlets.entries()) {
    if (isSeen && index.outletById.get(id)?.enterprise === enterprise) continue;
    problems.push({ pointer: `/outlets/${i}`, code: "unknown-outlet", facts: { id } });
  }
  return problems;
}
