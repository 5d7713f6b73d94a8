import { z } from "zod";
import { AnyId, InstantOut, oneOrMany } from "../../../cases/shared/wire-forms.ts";
import { OUTLET_STATES } from "../../../core/judging/outlet-state.ts";
import { Cursor } from "../../http/primitives.ts";
import { BudgetItemOut, LatestOut } from "../outlets/schema.ts";

const StateName = z.enum(OUTLET_STATES);

/** A whole district in one answer: a thousand outlets with five pollutants each. */
const BoardLimit = z.coerce.number().int().min(1).max(5_000).default(100);

export const BoardQuery = z.strictObject({
  outlet: AnyId.optional(),
  enterprise: AnyId.optional(),
  cell: AnyId.optional(),
  state: oneOrMany(StateName).optional(),
  /**
   * Part of the name or the code of an outlet, of the name of its enterprise, or of the name of the pollutant in either
   * language.
   */
  q: z.string().trim().max(100).optional(),
  limit: BoardLimit,
  cursor: Cursor,
});

/** Why a pollutant is in its state, where its value alone does not say it. */
const ReasonOut = z.discriminatedUnion("code", [
  z.object({
    code: z.enum(["hour-exceeding", "hour-lead", "hour-cannot-judge", "hour-consented"]),
    start: InstantOut,
    end: InstantOut,
  }),
  z.object({ code: z.enum(["mean-above", "will-exceed"]), basis: z.enum(["hour", "day"]) }),
  z.object({ code: z.enum(["value-above", "consented"]) }),
]);

/** One pollutant at one outlet that has a limit. */
export const BoardRowOut = z.object({
  outlet: z.object({
    id: z.string(),
    name: z.string(),
    code: z.string(),
    enterprise: z.string(),
    enterpriseName: z.string(),
    street: z.string().nullable(),
    streetName: z.string().nullable(),
  }),
  value: LatestOut,
  /** True when `share` and the trend are about the value converted to reference oxygen. */
  isConverted: z.boolean(),
  state: StateName,
  reason: ReasonOut.nullable(),
  /** What is left of the running hour or day, of the one that matters more. */
  budget: BudgetItemOut.nullable(),
  /**
   * The last hour, thinned: realtime values, minute means where there are none. `line` has in turn a moment, in seconds
   * after `start`, and the value then.
   */
  trend: z.object({ start: InstantOut, line: z.array(z.number()) }),
});

/** How many rows there are in each state, whatever `state` and `q` leave out. */
const CountsOut = z.object({
  ok: z.number(),
  warning: z.number(),
  exceeding: z.number(),
  "cannot-judge": z.number(),
  offline: z.number(),
  exempt: z.number(),
  total: z.number(),
});

export const BoardOut = z.object({
  items: z.array(BoardRowOut),
  next: z.string().nullable(),
  counts: CountsOut,
  /** When the newest reading of these outlets was measured, with or without a limit. */
  newestAt: InstantOut.nullable(),
});

export type BoardRowWire = z.output<typeof BoardRowOut>;
export type BoardWire = z.output<typeof BoardOut>;
