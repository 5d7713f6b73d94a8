import type { DataValidity, PeriodKey, VerdictWord } from "../judging/period.ts";
import type { Instant } from "../time.ts";
import type { SubjectsView } from "./collection.ts";

/** What of the records may be looked up to go out beside rows. */
export interface LookUp {
  readonly subjects: SubjectsView;
  findingIds(cases: readonly string[], most: number): Promise<FindingIds>;
  /** What was said of periods of a series with `from <= start < to`, oldest first. */
  verdicts(span: Omit<PeriodKey, "start"> & { readonly from: Instant; readonly to: Instant }): Promise<readonly JudgedHour[]>;
}

/** The findings that are linked to some cases. */
export interface FindingIds {
  /** Newest period first. */
  readonly ids: readonly string[];
  /** How many there are in all. */
  readonly count: number;
}

/** What was said of an hour. */
export interface JudgedHour {
  readonly start: Instant;
  /** `null` where nothing is said any more. */
  readonly verdict: VerdictWord | null;
  readonly validity: DataValidity;
}
