import { z } from "zod";
import { AnyId, InstantIn, InstantOut } from "../../../cases/shared/wire-forms.ts";
import { OUTLET_STATES } from "../../../core/judging/outlet-state.ts";
import { DATA_VALIDITIES, VERDICTS } from "../../../core/judging/period.ts";
import { TAG_CODES } from "../../../core/judging/tagged-span.ts";
import { BASES } from "../../../core/readings/reading.ts";

const BasisName = z.enum(BASES as readonly ["realtime", "minute", "hour", "day"]);

const VerdictName = z.enum(VERDICTS);

/** What the device said beside the value and nobody judges by; a part that it did not send is absent. */
const BesideOut = z.object({
  /** The mean before invalid values were marked out (`-RawAvg`). */
  rawMean: z.number().optional(),
  /** When the sample was taken (`-SampleTime`). */
  sampledAt: InstantOut.optional(),
  /** The vendor's own flag (`-EFlag`). */
  vendorFlag: z.string().optional(),
  /** The message was marked as a back-fill (`RF=1`). */
  backfilled: z.literal(true).optional(),
});

/** The newest reading of a pollutant; `share` is the (converted) value as a part of the limit. */
export const LatestOut = z.object({
  outlet: z.string(),
  pollutant: z.string(),
  value: z.number(),
  converted: z.number().nullable(),
  unit: z.string(),
  at: InstantOut,
  basis: BasisName,
  flag: z.string(),
  limit: z.number().nullable(),
  limitId: z.string().nullable(),
  /** The readings that the limit is about: what a moment takes of the limit of hour means is a hint and no verdict. */
  limitReadingBasis: BasisName.nullable(),
  share: z.number().nullable(),
  /** Absent where nothing was said beside the value. */
  beside: BesideOut.optional(),
});

export const OutletOut = z.object({
  id: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  cell: z.string().nullable(),
  location: z.object({ lon: z.number(), lat: z.number(), crs: z.string() }).nullable(),
  /** `null` where nothing is limited: what no limit is held against is neither within one nor beyond it. */
  state: z.enum(OUTLET_STATES).nullable(),
  ageSeconds: z.number().nullable(),
  latest: z.array(LatestOut),
  /** The hour that was judged last, by pollutant; what lies more than three hours back says nothing about now. */
  judged: z.array(z.object({ pollutant: z.string(), start: InstantOut, verdict: VerdictName })),
  /** Pollutants that a channel maps to the outlet. */
  pollutants: z.array(z.string()),
  /** What its data may be tagged as, by the texts of its trade. */
  tagCodes: z.array(z.enum(TAG_CODES)),
});

export const OutletQuery = z.strictObject({
  enterprise: AnyId.optional(),
  cell: AnyId.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).max(500).optional(),
});

export const SeriesQuery = z
  .strictObject({ pollutant: AnyId, basis: BasisName, from: InstantIn, to: InstantIn })
  .refine((q) => q.from < q.to, { path: ["from"], params: { code: "from-not-before-to" } });

export const SeriesPointOut = z.object({
  at: InstantOut,
  value: z.number(),
  converted: z.number().nullable(),
  flag: z.string(),
  validity: z.enum(DATA_VALIDITIES),
  limit: z.number().nullable(),
  verdict: VerdictName.nullable(),
  revision: z.number(),
  /** Absent where nothing was said beside the value, and in a thinned series. */
  beside: BesideOut.optional(),
});

export const SeriesOut = z.object({
  outlet: z.string(),
  pollutant: z.string(),
  unit: z.string(),
  basis: BasisName,
  /** True when points were left out; the highest and lowest of each stretch are kept. */
  thinned: z.boolean(),
  /** Set when so many rows lie in the range that the answer ends before this instant; ask for the rest from there. */
  readTo: InstantOut.nullable(),
  /** Set when older readings lie in the long-term store, and it could not be asked: before this some are missing. */
  missing: z
    .object({
      before: InstantOut,
      code: z.literal("store-away"),
      facts: z.object({ store: z.literal("series"), trouble: z.string() }),
      message: z.string(),
    })
    .nullable(),
  /** Set when there are no points: why, and what to do about it. */
  empty: z
    .object({
      code: z.string(),
      facts: z.record(z.string(), z.unknown()),
      message: z.string(),
      todo: z.string(),
    })
    .nullable(),
  points: z.array(SeriesPointOut),
});

export const BudgetItemOut = z.object({
  pollutant: z.string(),
  basis: z.enum(["hour-mean", "boundary-hour-mean", "day-mean"]),
  unit: z.string(),
  periodStart: InstantOut,
  meanSoFar: z.number().nullable(),
  limit: z.number(),
  minutesLeft: z.number(),
  allowedMean: z.number().nullable(),
  willExceed: z.boolean(),
});

export const BudgetOut = z.object({ items: z.array(BudgetItemOut), next: z.null() });

export type BesideWire = z.output<typeof BesideOut>;
export type OutletWire = z.output<typeof OutletOut>;
export type SeriesWire = z.output<typeof SeriesOut>;
export type BudgetWire = z.output<typeof BudgetOut>;
export type LatestWire = z.output<typeof LatestOut>;
export type SeriesPointWire = z.output<typeof SeriesPointOut>;
export type BudgetItemWire = z.output<typeof BudgetItemOut>;
