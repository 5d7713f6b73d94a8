import type { Finding } from "../../core/judging/finding.ts";
import type { Instant } from "../../core/time.ts";
import type { StandingLevel } from "./standing-counts.ts";

/** What an incident needs to know of a finding that stands. */
export interface StandingEntry {
  /** Id of the finding. */
  readonly finding: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly level: StandingLevel;
  readonly value: number | null;
  readonly unit: string;
  /** The value as a multiple of the upper limit; `null` where there is none. */
  readonly multiple: number | null;
}

/** The entry of a finding; `undefined` when it does not stand: withdrawn, exempted, or below the level of a case. */
export function entryOf(finding: Finding): StandingEntry | undefined {
  const { id, status, level, period, value, unit } = finding;
  if (status === "withdrawn" || status === "exempted" || level === "A0" || level === "A1") return undefined;
  return { finding: id, start: period.start, end: period.end, level, value, unit, multiple: multipleOf(finding) };
}

function multipleOf({ value, limit }: Finding): number | null {
  const figure = limit?.comparator === ">=" ? undefined : (limit?.value ?? limit?.max);
  return value === null || figure === undefined || figure <= 0 ? null : value / figure;
}

/** True when two entries of one finding say the same. */
export function isSameEntry(a: StandingEntry, b: StandingEntry): boolean {
  return a.level === b.level && a.value === b.value && a.unit === b.unit && a.multiple === b.multiple;
}
