import type { Instant } from "../time.ts";
import type { Basis, StoredReading } from "./reading.ts";

export interface SeriesQuery {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: Basis;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** A version of a reading, with what it replaced when it is a correction (`revision > 0`). */
export interface RevisedReading extends StoredReading {
  readonly previous?: StoredReading;
}

/** The long-term store of readings: SQLite or InfluxDB. Idempotent per (outlet, pollutant, basis, at). */
export interface SeriesStore {
  /**
   * Writes versions in journal order; for each key the newest version wins and older ones stay visible.
   * @throws StoreUnavailableError when the store cannot be reached: nothing is lost, the caller tries again from the
   *   journal.
   * Readings that the store refuses for their content are returned with the reason; all others are written.
   */
  write(readings: readonly RevisedReading[]): Promise<readonly { readonly reading: RevisedReading; readonly reason: string }[]>;
  /** Newest versions, ordered by time. */
  query(query: SeriesQuery): Promise<readonly StoredReading[]>;
  /** All versions of one period, oldest first, the one in force last. */
  versions(key: Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant }): Promise<readonly StoredReading[]>;
  close(): Promise<void>;
}
