import { z } from "zod";
import { AnyId, InstantIn, InstantOut } from "../../../cases/shared/wire-forms.ts";
import { ALERT_LEVELS, FINDING_STATUSES, RULE_FAMILIES } from "../../../core/judging/finding.ts";
import { DATA_VALIDITIES } from "../../../core/judging/period.ts";
import { BASES } from "../../../core/readings/reading.ts";
import { COMPARATORS } from "../../../core/registry/limit.ts";
import { RULE_IDS } from "../../../rules/all-rules.ts";
import { Cursor, Facts, Limit, pageOf } from "../../http/primitives.ts";

const RuleName = z.enum(RULE_IDS);
const StatusName = z.enum(FINDING_STATUSES);
const LevelName = z.enum(ALERT_LEVELS);

export const FindingQuery = z.strictObject({
  outlet: AnyId.optional(),
  rule: RuleName.optional(),
  status: StatusName.optional(),
  level: LevelName.optional(),
  /** Also the findings of the cases that go on in this one. */
  caseId: AnyId.optional(),
  /** The same by its older name. */
  case: AnyId.optional(),
  from: InstantIn.optional(),
  to: InstantIn.optional(),
  limit: Limit,
  cursor: Cursor,
});

export const FindingOut = z.object({
  id: z.string(),
  /** What it says in one sentence, in the language of the request. */
  sentence: z.string(),
  /** The same for a list that shows the period beside it. */
  shortSentence: z.string(),
  rule: RuleName,
  family: z.enum(RULE_FAMILIES),
  /** True when marks against it came after the deadline for marking: the verdict stands. */
  disputed: z.boolean(),
  ruleVersion: z.string(),
  outlet: z.string(),
  enterprise: z.string(),
  pollutant: z.string(),
  period: z.object({ start: InstantOut, end: InstantOut }),
  basis: z.enum([...BASES, "half-month"]),
  value: z.number().nullable(),
  unit: z.string(),
  limit: z
    .object({
      id: z.string(),
      value: z.number().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
      comparator: z.enum(COMPARATORS),
      unit: z.string(),
      source: z.string(),
      validFrom: z.string(),
      basis: z.string(),
    })
    .nullable(),
  validity: z.enum(DATA_VALIDITIES),
  status: StatusName,
  level: LevelName,
  caseId: z.string().nullable(),
  history: z.array(
    z.object({
      at: InstantOut,
      status: StatusName,
      level: LevelName,
      value: z.number().nullable(),
      /** In the language of the request. */
      reason: z.string(),
      code: z.string(),
      facts: Facts,
      /** The journal entry that caused the change. */
      seq: z.number(),
    }),
  ),
});

export const FindingDetailOut = FindingOut.extend({
  /** In the language of the request, with what they are made of beside them. */
  steps: z.array(
    z.object({
      name: z.string(),
      input: z.string(),
      output: z.string(),
      source: z.string(),
      /** The document that `source` quotes as it is, whatever the language. */
      quoted: z.string().nullable(),
      code: z.string(),
      facts: Facts,
    }),
  ),
  evidence: z.array(
    z.object({
      kind: z.string(),
      outlet: z.string(),
      pollutant: z.string(),
      value: z.number(),
      at: InstantOut,
      seq: z.number(),
    }),
  ),
  declarationsConsidered: z.array(
    z.object({
      id: z.string(),
      covers: z.boolean(),
      from: InstantOut,
      to: InstantOut,
      why: z.string(),
      code: z.string(),
      facts: Facts,
    }),
  ),
});

export const FindingPage = pageOf(FindingOut);
export type FindingWire = z.output<typeof FindingOut>;
export type FindingDetailWire = z.output<typeof FindingDetailOut>;
