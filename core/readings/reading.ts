import type { Instant } from "../time.ts";

/** What a reading covers: a moment, or a period that begins at `at`. */
export type Basis = (typeof BASES)[number];

export const BASES = ["realtime", "minute", "hour", "day"] as const;

/**
 * One value of one pollutant at one outlet, as the device reported it. A fact: never changed, only followed by another
 * version. Units are those of the channel (`registry.ts`); `core/readings/pollutants.ts` has the usual ones.
 */
export interface Reading {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: Basis;
  /** The moment (realtime) or the start of the period. */
  readonly at: Instant;
  readonly value: number;
  /** The device's own value converted to the reference oxygen content (折算, `-Zs…`), when it sent one. */
  readonly converted?: number;
  /** HJ 212 data flag, one character: `N` normal … (see `isUsableFlag`). */
  readonly flag: string;
  readonly min?: number;
  readonly max?: number;
  /** Total of the period (累计值, `-Cou`): m³ for flow, mostly kg for a pollutant. */
  readonly total?: number;
}

/** A reading as stored: which journal entry brought it, and which version of the value it is (0 = the first). */
export interface StoredReading extends Reading {
  readonly seq: number;
  readonly receivedAt: Instant;
  readonly revision: number;
}

/** True when both carry the same content for the same period: then the later one changes nothing. */
export function sameContent(a: Reading, b: Reading): boolean {
  return a.value === b.value && a.flag === b.flag && (a.converted === b.converted || b.converted === undefined);
}

/**
 * True when the value may be used for judging: the analyser says it worked normally (`N`), or the 2005 air-station code
 * for it (`3`). All other HJ 212 flags (F stopped, M maintenance, S set by hand, D fault, C calibration, T over range,
 * B link lost, P power) make a value a candidate invalid.
 * @see docs/sources.md#hj-212-data-flags
 */
export function isUsableFlag(flag: string): boolean {
  return flag === "N" || flag === "3";
}
