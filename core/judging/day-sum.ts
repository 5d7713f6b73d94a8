import type { Instant } from "../time.ts";

/**
 * What an hour is to sums: nothing is known of it; the plant stood still; an analyser was checked, which one hour a day
 * may be; the data may not be used, for one of three reasons; or they may.
 */
export const HOUR_KINDS = ["absent", "stopped", "checked", "flagged", "implausible", "too-few", "valid"] as const;

export type HourKind = (typeof HOUR_KINDS)[number];

/** What the hours of one day of a series come to. */
export interface DaySum {
  readonly outlet: string;
  readonly pollutant: string;
  /** Midnight in Beijing. */
  readonly day: Instant;
  /** A letter for each of the 24 hours: `letterOf`. */
  readonly hours: string;
  /**
   * What was emitted in each hour in kg, `null` where concentration or flow are not valid; left out where nothing is
   * known of what flows there.
   */
  readonly mass?: readonly (number | null)[];
}

const LETTERS: Readonly<Record<HourKind, string>> = {
  absent: ".",
  stopped: "S",
  checked: "C",
  flagged: "F",
  implausible: "I",
  "too-few": "T",
  valid: "V",
};

const KINDS: ReadonlyMap<string, HourKind> = new Map(HOUR_KINDS.map((kind) => [LETTERS[kind], kind]));

/** An hour in one letter: a capital where it was heard of in time, a small one where it was filled in later. */
export function letterOf(kind: HourKind, isTimely: boolean): string {
  const letter = LETTERS[kind];
  return isTimely ? letter : letter.toLowerCase();
}

/** What a letter says. */
export function hourOf(letter: string): { readonly kind: HourKind; readonly isTimely: boolean } {
  const capital = letter.toUpperCase();
  return { kind: KINDS.get(capital) ?? "absent", isTimely: capital === letter };
}

/** Counts of hours, as rates are made of them. */
export interface HourCounts {
  /** Hours of which something came, without those that are excused. */
  readonly received: number;
  readonly valid: number;
  /** The same of the hours that were heard of in time. */
  readonly timely: number;
  readonly timelyValid: number;
  /** Hours that are no part of what is due: the plant stood still, or the one checked hour of a day. */
  readonly excused: number;
}

/** The counts of a day. */
export function countHours({ hours }: Pick<DaySum, "hours">): HourCounts {
  const counts = { received: 0, valid: 0, timely: 0, timelyValid: 0, excused: 0 };
  let isForgiven = false;
  for (const letter of hours) {
    const { kind, isTimely } = hourOf(letter);
    if (kind === "absent") continue;
    if (kind === "stopped" || (kind === "checked" && !isForgiven)) {
      isForgiven ||= kind === "checked";
      counts.excused += 1;
      continue;
    }
    counts.received += 1;
    if (isTimely) counts.timely += 1;
    if (kind !== "valid") continue;
    counts.valid += 1;
    if (isTimely) counts.timelyValid += 1;
  }
  return counts;
}
