import { z } from "zod";
import { AnyId, filled } from "../../../cases/shared/wire-forms.ts";
import { LAW_STANDINGS } from "../../../core/registry/law-of-outlet.ts";
import { UNCONFIRMED_PARTS } from "../../../core/registry/law-row.ts";
import { COMPARATORS } from "../../../core/registry/limit.ts";
import { Cursor, Limit } from "../../http/primitives.ts";

export const LawQuery = z.strictObject({ outlet: AnyId.optional(), limit: Limit, cursor: Cursor });

const Figure = z.number().min(-1e12).max(1e12);
const Typed = filled(z.string().min(1).max(200));

/** What somebody read in the print of the standard. */
export const TypingIn = z.strictObject({
  standard: Typed,
  table: Typed,
  page: Typed,
  value: Figure.optional(),
  min: Figure.optional(),
  max: Figure.optional(),
  /** Reference oxygen content, volume percent; `null` where nothing is converted. */
  oxygenReference: z.number().gt(0).lt(21).nullable().default(null),
});

const TypingOut = z.object({
  name: z.string(),
  at: z.string(),
  standard: z.string(),
  table: z.string(),
  page: z.string(),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  oxygenReference: z.number().nullable(),
});

/** A row of the law as it is in force: with the figures that two persons read, where they did. */
export const LawRowOut = z.object({
  id: z.string(),
  standard: z.string(),
  amendment: z.string().nullable(),
  table: z.string(),
  appliesTo: z.record(z.string(), z.string()),
  outletKind: z.string(),
  pollutant: z.string().nullable(),
  /** What it is called, in the language of the reader. */
  name: z.string(),
  basis: z.string(),
  comparator: z.enum(COMPARATORS),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string(),
  compare: z.enum(["full", "rounded"]),
  decimals: z.number().optional(),
  oxygenReference: z.number().nullable(),
  when: z.object({ pollutant: z.string(), comparator: z.enum(["<=", ">"]), value: z.number(), unit: z.string() }).nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  confidence: z.enum(["C", "S", "G"]),
  confidenceText: z.string(),
  unconfirmed: z.array(z.enum(UNCONFIRMED_PARTS)),
  standing: z.enum(LAW_STANDINGS),
  standingText: z.string(),
  note: z.string().nullable(),
  /** Who read it in print: one person so far, or the two that confirmed it. */
  confirmation: z.array(TypingOut),
  /** The outlets it applies to, of those the caller may see. */
  outlets: z.array(z.string()),
});

export type LawRowWire = z.output<typeof LawRowOut>;

export const LawChangedOut = z.object({ row: LawRowOut, revised: z.array(z.string()) });
