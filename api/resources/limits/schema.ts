import { z } from "zod";
import { AnyId, InstantIn } from "../../../cases/shared/wire-forms.ts";
import { BASES } from "../../../core/readings/reading.ts";
import { COMPARATORS } from "../../../core/registry/limit.ts";

export const LimitQuery = z
  .strictObject({
    outlet: AnyId.optional(),
    pollutant: AnyId.optional(),
    at: InstantIn.optional(),
    /** With `to` in place of `at`: what is in force at some time from `from` until before `to`. */
    from: InstantIn.optional(),
    to: InstantIn.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    cursor: z.string().min(1).max(500).optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), { path: ["to"], params: { code: "required" } })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["from"],
    params: { code: "from-not-before-to" },
  });

/** A limit as the registry has it. */
export const LimitOut = z.object({
  id: z.string(),
  outlet: z.string(),
  pollutant: z.string(),
  basis: z.string(),
  /** The readings that it is about; `null` where it is about a figure made of several. */
  readingBasis: z.enum(BASES as readonly ["realtime", "minute", "hour", "day"]).nullable(),
  comparator: z.enum(COMPARATORS),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  source: z.string(),
  confidence: z.string(),
  converted: z.boolean().optional(),
  oxygenReference: z.number().optional(),
});

export type LimitWire = z.output<typeof LimitOut>;
