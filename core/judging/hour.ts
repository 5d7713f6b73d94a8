import type { Instant } from "../time.ts";

/**
 * What the judge knows of one hour of one pollutant at one outlet. A fold over the journal: the same entries give the
 * same state.
 */
export interface HourState {
  readonly outlet: string;
  readonly pollutant: string;
  /** Start of the hour. */
  readonly start: Instant;
  /** The logger's own hour mean, newest version. */
  readonly hour?: HourValue;
  /**
   * True when minute data of this hour were there before the hour mean came: then a missing minute counts as invalid.
   */
  readonly minutesCameFirst: boolean;
  /** Minute data of this hour by their start, newest version. */
  readonly minutes: readonly MinuteFact[];
}

export interface HourValue {
  readonly value: number;
  readonly converted?: number;
  readonly flag: string;
  /** Journal entry that brought this version. */
  readonly seq: number;
  readonly revision: number;
}

export interface MinuteFact {
  readonly at: Instant;
  readonly value: number;
  readonly flag: string;
  /** How many minutes the value covers (the device's minute interval). */
  readonly minutes: number;
  /** Journal entry that brought this version. */
  readonly seq: number;
}

export const DATA_VALIDITIES = ["valid", "too-few", "flagged", "tagged", "superseded"] as const;

/** Whether the data of a period may be judged. */
export type DataValidity = (typeof DATA_VALIDITIES)[number];

export const VERDICTS = ["compliant", "exceeding", "cannot-judge", "exempt"] as const;

/** What a rule says of a period. */
export type VerdictWord = (typeof VERDICTS)[number];
