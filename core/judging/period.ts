import type { VersionFacts } from "../readings/versions.ts";
import type { Instant } from "../time.ts";

/** Periods that rules judge: those whose mean a logger sends, and the calendar's half-months, made of days. */
export const PERIOD_BASES = ["hour", "day", "half-month"] as const;

export type PeriodBasis = (typeof PERIOD_BASES)[number];

/** What identifies a period of a series. */
export interface PeriodKey {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: PeriodBasis;
  /** Start of the period; a day begins at midnight in Beijing, a half-month on the 1st or the 16th. */
  readonly start: Instant;
}

/**
 * What the judge knows of one period of one pollutant at one outlet. A function of the set of versions that came, not
 * of their sequence.
 */
export interface PeriodState extends PeriodKey {
  /** The logger's own means. Each content once; which is in force says `inForce`. None where only minutes came. */
  readonly own: readonly OwnValue[];
  /** Minute values of an hour by their start, the version in force of each; none of a day. */
  readonly minutes: readonly MinuteFact[];
  /** When the first value of the period arrived. */
  readonly heardAt: Instant;
  /** What came after the second watermark and counts no more: it only disputes what was found. */
  readonly late?: LateMarks;
  /** True when the period was long past when it was first heard of, and its device had been there all the time. */
  readonly isHistory?: true;
  /** Ids of which this period has a finding, standing or not. */
  readonly findings: readonly string[];
  /** Those of them that stand no more: withdrawn, or exempted. None where it is left out. */
  readonly fallen?: readonly string[];
  /** What rules counted of the days of a half-month, in order; only of days of which they counted anything. */
  readonly days?: readonly CountedDay[];
  /** True when a verdict of the period is shown. */
  readonly isColoured: boolean;
  /** When time alone changes what is said of the period; `null` when it never does. */
  readonly askAt: Instant | null;
}

/** What rules keep of a day, by the id that they say: a few numbers that follow from its hours. */
export interface CountedDay {
  readonly start: Instant;
  readonly counts: Readonly<Record<string, Counts>>;
}

/** What each number is, the rule knows that counted. */
export type Counts = readonly number[];

/** A version with what a verdict needs of it. */
export interface JudgedVersion extends VersionFacts {
  /** First day of the channel it came by, as midnight in Beijing; 0 for a channel without one. A later channel wins. */
  readonly channelFrom: number;
  /** The unit of its channel when it arrived. */
  readonly unit: string;
  /** The value lies outside the range of its channel, or is what loggers write for "no value". */
  readonly implausible?: true;
  /** Journal entry that brought this version. */
  readonly seq: number;
}

/** A mean that the logger sent. */
export type OwnValue = JudgedVersion;

/** The minute value that counts from `at` on, with the versions that it overcame. */
export interface MinuteFact {
  readonly at: Instant;
  /** How many minutes the value covers at most, where the registry says it. */
  readonly minutes?: number;
  /** Each content once, the one in force first. */
  readonly versions: readonly [JudgedVersion, ...JudgedVersion[]];
}

/** Marks that came too late to count. */
export interface LateMarks {
  /** A flag that says otherwise of the period's value than the one in force. */
  readonly flag?: string;
  /** A minute value was added or changed. */
  readonly minutes?: true;
}

export const DATA_VALIDITIES = ["valid", "too-few", "flagged", "implausible", "tagged", "superseded"] as const;

/** Whether the data of a period may be judged. */
export type DataValidity = (typeof DATA_VALIDITIES)[number];

export const VERDICTS = ["compliant", "exceeding", "cannot-judge", "exempt"] as const;

/** What a rule says of a period. */
export type VerdictWord = (typeof VERDICTS)[number];
