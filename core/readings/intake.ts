import type { Place } from "../journal/place.ts";
import type { BeijingDate, Instant } from "../time.ts";
import type { Account, DecodedMessage, MessageOutcome, QuarantineRow } from "./message.ts";
import type { OutlineBounds, SeriesOutline } from "./outline.ts";
import type { QuarantineCount, QuarantineFilter, QuarantineOrder } from "./quarantine-order.ts";
import type { StoredReading } from "./reading.ts";
import type { RevisedReading, SeriesQuery } from "./series.ts";

/** What became of one message: its outcome, and the readings that are new or corrections. */
export interface IntakeResult {
  readonly messageId: number;
  readonly outcome: MessageOutcome;
  readonly readings: readonly RevisedReading[];
}

/** What `IntakeView.series` reads at most: an hour of 25 values a second. */
export const MOST_VERSIONS_READ = 90_000;

/** The newest reading of an (outlet, pollutant, basis). */
export interface LatestReading extends StoredReading {}

/**
 * The working store beside the journal: knows every reading it has seen, so that a redelivery is recognised and a
 * correction becomes a version; keeps the account and the quarantine. One writer. What it does with a message depends
 * on messages of the same enterprise only, so that a store for each partition (an enterprise) would do the same.
 */
export interface IntakeStore {
  /** The journal position up to which everything is applied. */
  cursor(): Promise<Place>;
  /**
   * Applies messages in order and moves the cursor to `upTo`, all in one transaction. Applying an entry at or before
   * the cursor again changes nothing.
   */
  apply(messages: readonly DecodedMessage[], upTo: Place): Promise<readonly IntakeResult[]>;
  /**
   * Does a slice of what was asked of the quarantine at journal position `seq`: messages are marked to be offered
   * again, or rows are closed. True when nothing of it is left: then the cursor stands at `seq`. An order at or before
   * the cursor is done.
   */
  carryOut(order: QuarantineOrder, seq: Place): Promise<boolean>;
  close(): Promise<void>;
}

/** The reading side; many readers, in any thread. */
export interface IntakeView {
  cursor(): Promise<Place>;
  /**
   * Counts of messages of one device (all when `mn` is undefined) that arrived on a Beijing day. `pending` is added by
   * the caller from the journal.
   */
  account(filter: { readonly mn?: string; readonly day: BeijingDate }): Promise<Omit<Account, "pending">>;
  /** Open rows, the newest first. */
  quarantine(filter: QuarantineFilter & { readonly limit: number; readonly before?: string }): Promise<readonly QuarantineRow[]>;
  /** Counts the open rows that a filter finds, of messages up to `upTo`; at `most` so many rows are counted. */
  countQuarantine(filter: QuarantineFilter & { readonly upTo?: number; readonly most?: number }): Promise<QuarantineCount>;
  quarantineRow(id: string): Promise<QuarantineRow | undefined>;
  /**
   * A row of each rejected message that is to be offered again by `now`, the earliest time first, then in the order of
   * arrival.
   */
  dueAgain(now: Instant, limit: number): Promise<readonly QuarantineRow[]>;
  /** Versions in force by time, for short ranges: no more than `MOST_VERSIONS_READ` versions are looked at. */
  series(query: SeriesQuery): Promise<readonly StoredReading[]>;
  /** Versions in force by time as few points, for ranges of any length: read in slices, in bounded memory. */
  outline(query: SeriesQuery, bounds: OutlineBounds): Promise<SeriesOutline>;
  versions(key: Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant }): Promise<readonly StoredReading[]>;
  /** Newest reading per (outlet, pollutant, basis) of the outlets asked for. */
  latest(outlets: readonly string[]): Promise<readonly LatestReading[]>;
  /** Newest readings that changed after journal position `seq`, oldest change first: the live feed. */
  latestAfter(seq: number, limit: number): Promise<readonly LatestReading[]>;
  /**
   * Versions written by journal entries in `(after, upTo]`, in order: what the long-term store still has to take.
   * Whether one is in force is said as of now, not as of its entry.
   */
  changes(after: number, upTo: number, limit: number): Promise<readonly RevisedReading[]>;
  close(): Promise<void>;
}
