import { roundHalfEven } from "../readings/round-half-even.ts";
import { type BeijingDate, beijingDate, type Instant, plus } from "../time.ts";

/** The averaging basis of a limit. It belongs to the limit row, never to the pollutant (regulation: A2). */
export type LimitBasis =
  | "hour-mean"
  | "day-mean"
  | "instant"
  | "one-time-max"
  | "furnace-temperature-5min"
  | "boundary-hour-mean"
  | "boundary-difference";

export const LIMIT_BASES: readonly LimitBasis[] = [
  "hour-mean",
  "day-mean",
  "instant",
  "one-time-max",
  "furnace-temperature-5min",
  "boundary-hour-mean",
  "boundary-difference",
];

/** How sure we are of a legal figure: C confirmed, S one secondary source, G general knowledge, D our default. */
export type Confidence = "C" | "S" | "G" | "D";

export const COMPARATORS = ["<=", ">=", "range"] as const;

/** What a value is compared with, and how. */
export interface LimitFigures {
  readonly comparator: (typeof COMPARATORS)[number];
  /** For `<=` and `>=`. */
  readonly value?: number | undefined;
  /** For `range`; both inclusive. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly unit: string;
  /**
   * `rounded`: the value is rounded to the decimals that the limit is written with before it is compared (修约值比较法);
   * `full`, the default, compares it as it is.
   */
  readonly compare?: "full" | "rounded" | undefined;
  readonly decimals?: number | undefined;
}

/** True when the figures that the comparator needs are there. */
export function hasFigures({ comparator, value, min, max }: LimitFigures): boolean {
  return comparator === "range" ? min !== undefined && max !== undefined : value !== undefined;
}

/** True when decimals are named where values are rounded to them, and only there; the limit is written with no more. */
export function isRoundingSaid({ compare, decimals, value, min, max }: LimitFigures): boolean {
  if (compare !== "rounded" || decimals === undefined) return compare !== "rounded" && decimals === undefined;
  return [value, min, max].every((figure) => figure === undefined || roundHalfEven(figure, decimals) === figure);
}

/**
 * One row of the law or of a permit, for one outlet and pollutant, in force from `validFrom` until before `validTo`
 * (Beijing dates).
 */
export interface Limit extends LimitFigures {
  readonly id: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: LimitBasis;
  readonly validFrom: BeijingDate;
  readonly validTo: BeijingDate | null;
  /** The document, edition and clause the figure comes from. A limit without a source is refused. */
  readonly source: string;
  readonly confidence: Confidence;
  /** Compare the value converted to `oxygenReference` (折算浓度) instead of the measured one. */
  readonly converted?: boolean;
  /** Reference oxygen content, volume percent, dry. */
  readonly oxygenReference?: number;
  /** The row of the law that it follows from; none for a row of the registry. */
  readonly lawRow?: string;
}

/** True when the limit was in force at `at`. */
export function isInForce(limit: Limit, at: Instant): boolean {
  const day = beijingDate(at);
  return limit.validFrom <= day && (limit.validTo === null || day < limit.validTo);
}

/** True when the limit was in force at some time from `from` until before `to`. */
export function isInForceWithin(limit: Limit, { from, to }: { readonly from: Instant; readonly to: Instant }): boolean {
  return limit.validFrom <= beijingDate(plus(to, -1)) && (limit.validTo === null || beijingDate(from) < limit.validTo);
}

/** What a row may do: find an exceedance, or a lead. */
export type LimitUse = "judge" | "warn";

/** True when the row may do that. */
export function isFor(limit: Limit, use: LimitUse): boolean {
  return use === "judge" ? mayJudge(limit) : mayWarn(limit);
}

/** Only confirmed rows and permit rows judge; `S` rows warn; `G` rows are disabled until two persons confirm them. */
export function mayJudge(limit: Limit): boolean {
  return limit.confidence === "C" || limit.confidence === "D";
}

/** A row that is not sure enough to judge: what is above it is a lead. */
export function mayWarn(limit: Limit): boolean {
  return limit.confidence === "S";
}
