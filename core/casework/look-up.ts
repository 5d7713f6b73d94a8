import type { DataValidity, VerdictWord } from "../judging/hour.ts";
import type { Instant } from "../time.ts";
import type { SubjectsView } from "./collection.ts";

/** What of the records may be looked up to go out beside rows. */
export interface LookUp {
  readonly subjects: SubjectsView;
  findingIds(cases: readonly string[], most: number): Promise<FindingIds>;
  /** What was said of hours, oldest first. */
  verdicts(outlet: string, pollutant: string, from: Instant, to: Instant): Promise<readonly JudgedHour[]>;
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
  readonly verdict: VerdictWord;
  readonly validity: DataValidity;
}
