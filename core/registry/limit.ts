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

/**
 * One row of the law or of a permit, for one outlet and pollutant, in force from `validFrom` until before `validTo`
 * (Beijing dates).
 */
export interface Limit {
  readonly id: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: LimitBasis;
  readonly comparator: "<=" | ">=" | "range";
  /** For `<=` and `>=`. */
  readonly value?: number;
  /** For `range`; both inclusive. */
  readonly min?: number;
  readonly max?: number;
  readonly unit: string;
  readonly validFrom: BeijingDate;
  readonly validTo: BeijingDate | null;
  /** The document, edition and clause the figure comes from. A limit without a source is refused. */
  readonly source: string;
  readonly confidence: Confidence;
  /** Compare the value converted to `oxygenReference` (折算浓度) instead of the measured one. */
  readonly converted?: boolean;
  /** Reference oxygen content, volume percent, dry. */
  readonly oxygenReference?: number;
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

/** Only confirmed rows and permit rows judge; `S` rows warn; `G` rows are disabled until two persons confirm them. */
export function mayJudge(limit: Limit): boolean {
  return limit.confidence === "C" || limit.confidence === "D";
}
