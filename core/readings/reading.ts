import type { Instant } from "../time.ts";

/** What a reading covers: a moment, or a period that begins at `at`. */
export type Basis = (typeof BASES)[number];

export const BASES = ["realtime", "minute", "hour", "day"] as const;

/** Fields of noise (HJ 212, 2031): the level of the whole period, of daytime, of night. */
export type NoiseField = "Data" | "DayData" | "NightData";

/** Where a reading came from, as the registry said when it arrived. */
export interface ReadingOrigin {
  /** The device, and what it calls the factor. */
  readonly mn: string;
  readonly factor: string;
  /** The noise field that held the value; absent for everything that is a mean or a moment. */
  readonly field?: NoiseField;
  /** Unit of the channel at arrival; a later change of the channel moves no value. */
  readonly unit: string;
  /** For minute values: how many minutes one covers at most, when the registry says it (see `coveredMinutes`). */
  readonly minutes?: number;
}

/**
 * What a device says beside a value and nobody judges by. It makes no version of its own: of messages that say the same
 * value, what the first of them said beside it stays.
 */
export interface ReadingBeside {
  /** The mean before invalid values were marked out (2025, `-RawAvg`), in the unit of the value. */
  readonly rawMean?: number;
  /** When an analyser with a cycle took the sample (`-SampleTime`). */
  readonly sampledAt?: Instant;
  /** The vendor's own flag (`-EFlag`), such as `A01`. */
  readonly vendorFlag?: string;
  /** The device marked the message as a back-fill (2025, `RF=1`). */
  readonly backfilled?: true;
}

/**
 * One value of one pollutant at one outlet, as the device reported it. A fact: never changed, only followed by another
 * version. `core/readings/pollutants.ts` has the usual units.
 */
export interface Reading extends ReadingOrigin, ReadingBeside {
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
  /**
   * The place of this version among those of its period, in milliseconds since 1970: the QN of HJ 212, `sent` of JSON,
   * else when the message first arrived. The greatest is in force (`compareVersions`).
   */
  readonly order: number;
  /** Tells apart what has one order. */
  readonly arrival?: Arrival;
  /** The value lies outside the range of its channel, or is what loggers write for "no value". */
  readonly implausible?: true;
}

/** How a message first came. */
export interface Arrival {
  /** The journal entry with which it first came: of two contents of one order the later one is the newer. */
  readonly entry: number;
  /**
   * Digest of the bytes, where the source states no order and `order` is the first arrival: the same bytes again are
   * the same message.
   */
  readonly digest?: number;
}

/** A reading as stored: which entry brought it, and which version of the value it is (0 = the first to come). */
export interface StoredReading extends Reading {
  readonly seq: number;
  readonly receivedAt: Instant;
  readonly revision: number;
  /** @see VersionFacts.digests */
  readonly digests?: readonly number[];
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
