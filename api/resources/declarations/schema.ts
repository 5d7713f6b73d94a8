import { z } from "zod";
import { AnyId, Cursor, Id, InstantIn, InstantOut, Limit, oneOrMany, pageOf } from "../../http/primitives.ts";

const StateName = z.enum(["submitted", "returned", "consented", "refused"]);

export const DeclarationQuery = z.strictObject({
  enterprise: AnyId.optional(),
  outlet: AnyId.optional(),
  state: oneOrMany(StateName).optional(),
  limit: Limit,
  cursor: Cursor,
});

export const NewDeclaration = z
  .strictObject({
    enterprise: Id,
    outlets: z.array(Id).min(1).max(200),
    pollutants: z.array(Id).max(200).default([]),
    cause: z.enum(["maintenance", "process"]),
    from: InstantIn,
    to: InstantIn,
    measures: z.string().trim().min(1).max(4000),
    note: z.string().trim().max(4000).default(""),
  })
  .refine((d) => d.from < d.to, { path: ["from"], params: { code: "from-not-before-to" } });

export const DecisionIn = z.strictObject({
  decision: z.enum(["consent", "refuse", "return"]),
  reason: z.string().trim().max(4000).default(""),
});

export const DeclarationOut = z.object({
  id: z.string(),
  enterprise: z.string(),
  outlets: z.array(z.string()),
  pollutants: z.array(z.string()),
  cause: z.enum(["maintenance", "process"]),
  from: InstantOut,
  to: InstantOut,
  measures: z.string(),
  note: z.string(),
  state: StateName,
  submittedAt: InstantOut,
  submittedBy: z.string(),
  answerDueAt: InstantOut,
  decidedAt: InstantOut.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
});

export const DeclarationPage = pageOf(DeclarationOut);
export type DeclarationWire = z.output<typeof DeclarationOut>;
