import type { NoFacts, Said } from "../said.ts";
import type { BeijingDate, Instant } from "../time.ts";
import type { Basis } from "./reading.ts";

/** Why a series has no readings. Each is told with what to do about it (`words/empty-series.ts`). */
export interface EmptySeriesCodes {
  /** The time lies ahead. */
  readonly future: NoFacts;
  /** No channel of the outlet measures the pollutant. */
  readonly "not-measured": NoFacts;
  /** The outlet, or the channel that measures the pollutant, came later. */
  readonly "before-registered": { readonly since: BeijingDate };
  /** They ended before. */
  readonly "after-end": { readonly until: BeijingDate };
  /** Nothing has ever come. */
  readonly "nothing-yet": NoFacts;
  /** The first reading of the kind is younger. */
  readonly "before-first": NoFacts;
  /** What comes is of another kind. */
  readonly "other-basis": { readonly basis: Basis; readonly has: readonly Basis[] };
  /** The last reading of the kind came before. */
  readonly "silent-since": { readonly basis: Basis; readonly since: Instant };
  /** The working store has let go of that time, and the long-term store cannot be asked. */
  readonly "let-go": { readonly before: Instant };
  /** Readings came later, and none of that time. */
  readonly gap: { readonly basis: Basis; readonly newest: Instant };
}

export type EmptySeries = Said<EmptySeriesCodes>;

/** What tells why a series is empty. */
export interface EmptySeriesFacts {
  readonly basis: Basis;
  readonly from: Instant;
  readonly now: Instant;
  /** The days from and until before which the pollutant is measured there; `null` where no channel does. */
  readonly measured: { readonly since: BeijingDate | null; readonly until: BeijingDate | null } | null;
  /** The newest reading of the pollutant of each kind. */
  readonly newest: readonly { readonly basis: Basis; readonly at: Instant }[];
  /** False where it is known that no reading of the kind lies before the span. */
  readonly hasEarlier: boolean;
  /** Set where the older part could not be read. */
  readonly missingBefore: Instant | null;
  /** The Beijing days of the first and the last instant of the span. */
  readonly days: { readonly first: BeijingDate; readonly last: BeijingDate };
}

/** Why a series has no readings: the first reason that holds, the one that nobody can do anything about first. */
export function whyEmpty({ basis, from, now, measured, newest, hasEarlier, missingBefore, days }: EmptySeriesFacts): EmptySeries {
  if (from >= now) return { code: "future", facts: {} };
  if (missingBefore !== null) return { code: "let-go", facts: { before: missingBefore } };
  if (measured === null && newest.length === 0) return { code: "not-measured", facts: {} };
  if (measured?.since != null && days.last < measured.since)
    return { code: "before-registered", facts: { since: measured.since } };
  if (measured?.until != null && days.first >= measured.until) return { code: "after-end", facts: { until: measured.until } };
  if (newest.length === 0) return { code: "nothing-yet", facts: {} };
  const own = newest.find((reading) => reading.basis === basis);
  if (own === undefined) return { code: "other-basis", facts: { basis, has: newest.map((reading) => reading.basis) } };
  if (own.at < from) return { code: "silent-since", facts: { basis, since: own.at } };
  if (!hasEarlier) return { code: "before-first", facts: {} };
  return { code: "gap", facts: { basis, newest: own.at } };
}
