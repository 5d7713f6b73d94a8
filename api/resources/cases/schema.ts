import { z } from "zod";
import { CASE_STATES } from "../../../core/casework/case.ts";
import { AnyId, Cursor, Facts, Flag, Id, InstantOut, Limit, oneOrMany, pageOf, RoleName } from "../../http/primitives.ts";

const StateName = z.enum(CASE_STATES as unknown as [(typeof CASE_STATES)[number], ...(typeof CASE_STATES)[number][]]);

export const CaseQuery = z.strictObject({
  state: oneOrMany(StateName).optional(),
  cell: AnyId.optional(),
  enterprise: AnyId.optional(),
  outlet: AnyId.optional(),
  overdue: Flag.optional(),
  limit: Limit,
  cursor: Cursor,
});

export const CaseOut = z.object({
  id: z.string(),
  number: z.string(),
  /** In the language of the request. */
  title: z.string(),
  titleCode: z.enum(["finding", "reported"]),
  titleFacts: Facts,
  /** The title for a list that shows `period` beside it. */
  shortTitle: z.string(),
  /** The period of the finding that opened the case. */
  period: z.object({ start: InstantOut, end: InstantOut }).nullable(),
  source: z.enum(["engine", "patrol", "hotline", "enterprise", "upper"]),
  state: StateName,
  version: z.number(),
  level: z.enum(["A0", "A1", "A2", "A3", "A4"]),
  cell: z.string(),
  outlet: z.string().nullable(),
  enterprise: z.string().nullable(),
  pollutant: z.string().nullable(),
  rule: z.string().nullable(),
  assignee: z.string().nullable(),
  handler: z.string().nullable(),
  deadline: InstantOut.nullable(),
  deadlineKind: z.string().nullable(),
  deadlineSource: z.string().nullable(),
  overdue: z.boolean(),
  supervised: z.boolean(),
  escalation: z.number(),
  findings: z.array(z.string()),
  openedAt: InstantOut,
  changedAt: InstantOut,
  description: z.string().nullable(),
  category: z.string().nullable(),
});

export const CaseDetailOut = CaseOut.extend({
  timeline: z.array(
    z.object({
      index: z.number(),
      at: InstantOut,
      actor: z.string(),
      actorName: z.string(),
      action: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      note: z.string(),
      fields: z.record(z.string(), z.string()),
      /** The journal entry that caused the step. */
      seq: z.number(),
    }),
  ),
  /** All steps that the state allows; `mine` tells whether one of the caller's roles may take it. */
  allowed: z.array(
    z.object({
      to: StateName,
      roles: z.array(RoleName),
      fields: z.array(
        z.object({ name: z.string(), type: z.enum(["text", "unit", "person", "instant", "number"]), required: z.boolean() }),
      ),
      mine: z.boolean(),
    }),
  ),
});

export const CasePage = pageOf(CaseOut);

export const ReportCase = z.strictObject({
  source: z.enum(["patrol", "hotline", "enterprise", "upper"]),
  title: z.string().trim().min(1).max(200),
  cell: Id,
  enterprise: Id.nullish(),
  outlet: Id.nullish(),
  description: z.string().trim().max(4000),
  category: z.string().trim().min(1).max(64),
  reporter: z.string().trim().max(200).nullish(),
});

/** A step of a case; what the step asks for stands beside `to`, `version` and `note`. */
export const Transition = z
  .object({ to: StateName, version: z.number().int().min(0), note: z.string().max(4000).default("") })
  .catchall(z.union([z.string().max(4000), z.number()]));

export type CaseWire = z.output<typeof CaseOut>;
export type CaseDetailWire = z.output<typeof CaseDetailOut>;
