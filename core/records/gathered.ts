import type { Collection, Row } from "../casework/collection.ts";
import type { Finding } from "../judging/finding.ts";
import type { PeriodKey, PeriodState } from "../judging/period.ts";
import type { Instant } from "../time.ts";

/** The periods of one kind of a pollutant at an outlet. */
export type Series = Pick<PeriodKey, "outlet" | "pollutant" | "basis">;

/** Everything that is asked of the records at once: one round trip, however much it is. */
export interface Gathering {
  readonly newest?: readonly Series[];
  readonly periods?: readonly PeriodKey[];
  readonly findings?: readonly string[];
  readonly counters?: readonly string[];
  /** Rows whose histories are counted. */
  readonly timelines?: readonly string[];
  readonly rows?: readonly AskedRows[];
}

/** Rows of one collection by their ids. */
export interface AskedRows {
  readonly collection: Collection;
  readonly ids: readonly string[];
}

/** The answers to a `Gathering`. */
export interface Gathered {
  /** As `newestPeriods`. */
  readonly newest: readonly (Instant | null)[];
  /** As `periodsOf`. */
  readonly periods: readonly PeriodState[];
  readonly findings: readonly Finding[];
  readonly counters: readonly number[];
  /** How many lines each history has, in the order asked. */
  readonly timelines: readonly number[];
  /** For each collection in turn the rows that exist, in any order. */
  readonly rows: readonly (readonly Row[])[];
}
