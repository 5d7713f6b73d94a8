import { z } from "zod";
import { AnyId, InstantIn } from "../../../cases/shared/wire-forms.ts";

export const LimitQuery = z.strictObject({
  outlet: AnyId.optional(),
  pollutant: AnyId.optional(),
  at: InstantIn.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).max(500).optional(),
});

/** A limit as the registry has it. */
export const LimitOut = z.object({
  id: z.string(),
  outlet: z.string(),
  pollutant: z.string(),
  basis: z.string(),
  comparator: z.enum(["<=", ">=", "range"]),
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
