import { type Basis, isUsableFlag, type Reading } from "../readings/reading.ts";
import { isInForce, type Limit, type LimitBasis } from "../registry/limit.ts";
import type { OutletKind } from "../registry/registry.ts";
import { DAY, type DurationMs, HOUR, type Instant, MINUTE, plus } from "../time.ts";
import type { VerdictWord } from "./period.ts";

/**
 * What a page shows of an outlet in one word. `exempt` is an emission that was declared and consented to: it is above
 * a limit of the plant boundary, and calls nobody out.
 */
export const OUTLET_STATES = ["ok", "warning", "exceeding", "cannot-judge", "offline", "exempt"] as const;

/** One of them. */
export type OutletState = (typeof OUTLET_STATES)[number];

/** The newest value of one pollutant beside the limit that people compare it with. */
export interface NewestValue {
  readonly reading: Reading;
  readonly limit: Limit | null;
  /**
   * Value (converted when the limit asks for it) as a share of the limit; `null` when there is no upper limit or
   * nothing to compare.
   */
  readonly share: number | null;
  /** The limit is one of the plant boundary, and what is emitted in the running hour was consented to. */
  readonly isConsented: boolean;
}

/** The newest verdict of a pollutant. */
export interface NewestVerdict {
  readonly verdict: VerdictWord;
  /** What is above a limit here is a lead and no exceedance. */
  readonly isLead: boolean;
}

/** Points beside which no exceedance can be proven: what is above the limit there is a lead (线索, regulation C). */
const LEAD_KINDS: ReadonlySet<OutletKind> = new Set(["boundary", "in-plant"]);

/**
 * True when what is above the limit is a lead: at the plant boundary and within the plant, and wherever hours are held
 * against a limit of the boundary alone.
 */
export function isLeadAt(kind: OutletKind, limits: readonly Pick<Limit, "basis">[]): boolean {
  if (LEAD_KINDS.has(kind)) return true;
  const has = (basis: LimitBasis): boolean => limits.some((limit) => limit.basis === basis);
  return has("boundary-hour-mean") && !has("hour-mean");
}

/** Share of a limit from which a value is worth a warning (default [D]). */
export const WARNING_SHARE = 0.8;

/**
 * The state of an outlet now. Exceeding is only what was judged so (a legal exceedance in the hours last judged); a
 * momentary value above the limit is a warning, and a usable value near its limit is worth one whatever could not be
 * judged before. Silence comes first: nothing can be said of an outlet that sends nothing; where one limited pollutant
 * is silent, not everything can be judged. An outlet without a limit that is heard has no state: nothing of it is
 * within or beyond.
 */
export function outletState(facts: {
  readonly now: Instant;
  /** End of what the newest reading covers; `null` when there is none. */
  readonly newestAt: Instant | null;
  readonly offlineAfterMs: DurationMs;
  readonly latest: readonly NewestValue[];
  /** True when something is limited there. */
  readonly isLimited: boolean;
  /** Of each pollutant. */
  readonly verdicts: readonly NewestVerdict[];
  /** How many limited pollutants are silent while others are heard. */
  readonly silent: number;
}): OutletState | null {
  if (facts.newestAt === null || facts.now - facts.newestAt > facts.offlineAfterMs) return "offline";
  if (!facts.isLimited) return null;
  const says = (verdict: VerdictWord): boolean => facts.verdicts.some((v) => v.verdict === verdict);
  if (facts.verdicts.some((v) => v.verdict === "exceeding" && !v.isLead)) return "exceeding";
  const judged = facts.latest.filter((v) => v.limit !== null);
  const usable = judged.filter((v) => isUsableFlag(v.reading.flag));
  const near = usable.filter((v) => v.share !== null && v.share >= WARNING_SHARE);
  if (says("exceeding") || near.some((v) => !v.isConsented)) return "warning";
  if (says("cannot-judge") || usable.length < judged.length || facts.silent > 0) return "cannot-judge";
  return near.length > 0 || says("exempt") ? "exempt" : "ok";
}

/**
 * The readings that a limit is about; `null` where it is about a figure made of several. An hour mean is no limit of a
 * moment.
 */
export const READINGS_OF_LIMIT: Readonly<Record<LimitBasis, Basis | null>> = {
  "hour-mean": "hour",
  "boundary-hour-mean": "hour",
  "day-mean": "day",
  instant: "realtime",
  "one-time-max": "realtime",
  "furnace-temperature-5min": null,
  "boundary-difference": null,
};

/** The limit bases that a value of a basis is shown beside, nearest first. */
const NEAREST: Readonly<Record<Basis, readonly LimitBasis[]>> = {
  realtime: ["hour-mean", "boundary-hour-mean", "instant", "one-time-max", "day-mean"],
  minute: ["hour-mean", "boundary-hour-mean", "instant", "one-time-max", "day-mean"],
  hour: ["hour-mean", "boundary-hour-mean"],
  day: ["day-mean"],
};

/**
 * The limit that a value of `basis` is shown beside at `at`: the nearest averaging basis, and of several rows the
 * strictest upper one.
 */
export function limitBeside(limits: readonly Limit[], basis: Basis, at: Instant): Limit | null {
  const inForce = limits.filter((l) => isInForce(l, at));
  for (const wanted of NEAREST[basis]) {
    const rows = inForce.filter((l) => l.basis === wanted);
    const strictest = rows.reduce<Limit | null>((best, row) => (best === null || upper(row) < upper(best) ? row : best), null);
    if (strictest !== null) return strictest;
  }
  return null;
}

/** The limit that readings of `basis` are held to themselves at `at`, as a chart draws it and a table names it. */
export function limitOf(limits: readonly Limit[], basis: Basis, at: Instant): Limit | null {
  const own = limits.filter((limit) => READINGS_OF_LIMIT[limit.basis] === basis);
  return limitBeside(own, basis, at);
}

/** True for a limit that values are shown beside; other ones limit something that no value of an outlet is. */
export function isBesideValues({ basis }: Pick<Limit, "basis">): boolean {
  return READINGS_OF_LIMIT[basis] !== null;
}

function upper(limit: Limit): number {
  return limit.value ?? limit.max ?? Number.POSITIVE_INFINITY;
}

/** The figure of a limit that a line in a chart stands at: the value, or the upper end of a range. */
export function limitFigure(limit: Limit | null): number | null {
  return limit === null ? null : (limit.value ?? limit.max ?? null);
}

/**
 * What share of an upper limit a reading is; `null` for other comparators and when the converted value that the limit
 * asks for is missing.
 */
export function shareOfLimit(reading: Reading, limit: Limit | null): number | null {
  if (limit === null || limit.comparator !== "<=" || limit.value === undefined || limit.value === 0) return null;
  const value = limit.converted === true ? reading.converted : reading.value;
  return value === undefined ? null : value / limit.value;
}

/**
 * The newest reading of each pollutant among readings of one outlet; of two with the same moment, the later in the
 * array.
 */
export function newestByPollutant<T extends Reading>(readings: readonly T[]): ReadonlyMap<string, T> {
  const newest = new Map<string, T>();
  for (const reading of readings) {
    const known = newest.get(reading.pollutant);
    if (known === undefined || reading.at >= known.at) newest.set(reading.pollutant, reading);
  }
  return newest;
}

/** How long a value of a basis covers: a moment, the minute interval of the device, an hour, a day. */
export function lengthOf(basis: Basis, minuteMinutes: number): DurationMs {
  const lengths = { realtime: 0, minute: minuteMinutes * MINUTE, hour: HOUR, day: DAY };
  return lengths[basis] as DurationMs;
}

/** The end of what a reading covers. */
export function endOf(reading: Reading, minuteMinutes: number): Instant {
  return plus(reading.at, lengthOf(reading.basis, minuteMinutes));
}

/**
 * After how long without news an outlet counts as offline: three of its intervals, at least ten minutes (default [D]).
 */
export function offlineAfter(
  basis: Basis,
  device: { readonly realtimeSeconds: number; readonly minuteMinutes: number },
): DurationMs {
  const interval = basis === "realtime" ? device.realtimeSeconds * 1_000 : lengthOf(basis, device.minuteMinutes);
  return Math.max(3 * interval, 10 * MINUTE) as DurationMs;
}
