import { z } from "zod";
import { command, type Effects } from "../../core/casework/subject.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { ok } from "../../core/result.ts";
import { HOUR, plus, startOfHour } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { emissionsOf, unknownPlaces } from "../shared/named-places.ts";
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
  problemsOf: ({ body, actor, index }) => unknownPlaces(actor, body, index),
  needs: async () => null,
  decide: ({ body, actor, moment }) => {
    const decision = submitDeclaration({ ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value, moment.index)) : decision;
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
    return decision.ok ? ok(toEffects(decision.value, moment.index)) : decision;
  },
});

/**
 * What is emitted in its window at the outlets that it names is judged again: what was pending may now be consented to
 * or unreported. What lies beside a consent is beyond it: so that is asked of a day around it, at all points.
 */
function toEffects(row: Declaration, index: RegistryIndex): Effects {
  const { enterprise, outlets, pollutants, from, to, state } = row;
  const beside = FIGURES.besideConsent.value * HOUR;
  const judgeAgain =
    state === "consented"
      ? emissionsOf(enterprise, { start: plus(from, -beside), end: plus(to, beside) }, index)
      : outlets.flatMap((outlet) => pollutants.map((pollutant) => ({ outlet, pollutant, from: startOfHour(from), to })));
  return { id: row.id, writes: [{ collection: DECLARATIONS, row }], judgeAgain };
}
