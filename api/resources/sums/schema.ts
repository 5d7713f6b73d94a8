import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import { HOUR_KINDS } from "../../../core/judging/day-sum.ts";
import { startOfBeijingDate } from "../../../core/time.ts";
import { CALENDAR_PERIODS } from "../../../rules/sums/calendar-periods.ts";
import { BeijingDateIn, Cursor, Limit } from "../../http/primitives.ts";

/** The longest span that is asked about at once, by what it is parted into. */
const MOST_DAYS = { hour: 31, day: 366, month: 1_100, quarter: 1_100, year: 1_100 } as const;
const MOST_HOURS_OPENED = 31;

/** Beijing dates: `from` inclusive, `to` exclusive. */
const Dates = { from: BeijingDateIn, to: BeijingDateIn };

interface Dated {
  readonly from: z.output<typeof BeijingDateIn>;
  readonly to: z.output<typeof BeijingDateIn>;
}

function daysIn({ from, to }: Dated): number {
  return (startOfBeijingDate(to) - startOfBeijingDate(from)) / 86_400_000;
}

/** Says what is wrong with the dates of a question. */
function checkDates(asked: Dated, most: number, context: z.RefinementCtx): void {
  if (asked.from >= asked.to) {
    context.addIssue({ code: "custom", path: ["from"], params: { code: "from-not-before-to" } });
  } else if (daysIn(asked) > most) {
    const facts = { of: "days", min: null, max: most };
    context.addIssue({ code: "custom", path: ["to"], params: { code: "out-of-range", facts } });
  }
}

const RATE_PERIODS = ["day", "month", "quarter"] as const;

export const RatesQuery = z
  .strictObject({
    by: z.enum(["outlet", "enterprise", "cell"]).default("outlet"),
    period: z.enum(RATE_PERIODS).default("month"),
    ...Dates,
    outlet: AnyId.optional(),
    enterprise: AnyId.optional(),
    cell: AnyId.optional(),
    limit: Limit,
    cursor: Cursor,
  })
  .superRefine((asked, context) => checkDates(asked, MOST_DAYS[asked.period], context));

const SpanOut = z.object({ start: z.string(), end: z.string() });

/** `null` where no hour was due. */
const RateOut = z.object({ numerator: z.number(), denominator: z.number(), rate: z.number().nullable() });
const RatesOfHours = z.object({
  /** Hours of which something came, of those that were due. */
  transmission: RateOut,
  /** Valid hours, of those that were due. */
  validity: RateOut,
  /** The product of both (有效传输率). */
  effective: z.number().nullable(),
});

const RatesItemOut = RatesOfHours.extend({
  by: z.enum(["outlet", "enterprise", "cell"]),
  id: z.string(),
  name: z.string(),
  /** Of an outlet. */
  enterprise: z.object({ id: z.string(), name: z.string() }).nullable(),
  period: SpanOut,
  /** Hours that are no part of what is due: the plant stood still, or the one checked hour of a day. */
  excused: z.number(),
  /** As it was when the hours were over; the figures beside it count what was filled in later, too. */
  instant: RatesOfHours,
});

/** True where more days have changed than were summed for this answer: theirs are up to an hour old. */
const waiting = z.boolean();

export const RatesOut = z.object({ items: z.array(RatesItemOut), next: z.string().nullable(), waiting });

export const MassQuery = z
  .strictObject({
    outlet: AnyId.optional(),
    enterprise: AnyId.optional(),
    pollutant: AnyId.optional(),
    period: z.enum(CALENDAR_PERIODS).default("month"),
    ...Dates,
    limit: Limit,
    cursor: Cursor,
  })
  .refine(({ outlet, enterprise }) => outlet !== undefined || enterprise !== undefined, {
    path: ["enterprise"],
    params: { code: "required" },
  })
  .superRefine((asked, context) => checkDates(asked, MOST_DAYS[asked.period], context));

const HoursOut = z.object({
  measured: z.number(),
  /** Hours of flue gas that count with the greatest of hours before. */
  substituted: z.number(),
  stopped: z.number(),
  /** Hours of which nobody but the bureau can say what was emitted. */
  undecided: z.number(),
});

const MassItemOut = z.object({
  outlet: z.string(),
  name: z.string(),
  pollutant: z.string(),
  period: SpanOut,
  kg: z.number(),
  /** The part of `kg` that stands for missing hours. */
  substitutedKg: z.number(),
  hours: HoursOut,
});

const AnnualMassOut = z.object({
  /** `null` for the enterprise: its outlets together. */
  outlet: z.string().nullable(),
  name: z.string(),
  pollutant: z.string(),
  year: z.number(),
  kg: z.number(),
  /** What the permit allows in a year, and where it stands; `null` where the registry says nothing. */
  permittedTonnes: z.number().nullable(),
  source: z.string().nullable(),
  share: z.number().nullable(),
  /** At the end of the year, if it goes on as in the last 30 days. */
  expectedKg: z.number().nullable(),
});

export const MassOut = z.object({
  items: z.array(MassItemOut),
  /** The running year. */
  annual: z.array(AnnualMassOut),
  next: z.string().nullable(),
  waiting,
});

export const HoursQuery = z
  .strictObject({ pollutant: AnyId.optional(), ...Dates })
  .superRefine((asked, context) => checkDates(asked, MOST_HOURS_OPENED, context));

const HourOut = z.object({
  start: z.string(),
  kind: z.enum(HOUR_KINDS),
  /** Heard of within an hour of its end. */
  timely: z.boolean(),
  mass: z.enum(["measured", "substituted", "stopped", "undecided"]).nullable(),
  kg: z.number().nullable(),
});

/** The hours that rates and masses are made of: those that are complete. */
export const OpenedHoursOut = z.object({
  items: z.array(z.object({ pollutant: z.string(), hours: z.array(HourOut) })),
  next: z.null(),
});

export type RatesWire = z.output<typeof RatesOut>;
export type RatesItemWire = z.output<typeof RatesItemOut>;
export type MassWire = z.output<typeof MassOut>;
export type MassItem = z.output<typeof MassItemOut>;
export type AnnualMassWire = z.output<typeof AnnualMassOut>;
export type OpenedHoursWire = z.output<typeof OpenedHoursOut>;
