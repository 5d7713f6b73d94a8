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

/** A version of a reading, with its neighbours among the versions of its period. */
export interface RevisedReading extends StoredReading {
  /** The version before it by the order of its source. */
  readonly previous?: StoredReading;
  /** What is in force, when this version is not. */
  readonly overtakenBy?: StoredReading;
}

/** A reading that a store does not take, however often it is offered. */
export interface Refused {
  readonly reading: RevisedReading;
  readonly reason: string;
  /** What is told together; `content` when left out. */
  readonly kind?: "content" | "retention" | "type";
}

/** The long-term store of readings: SQLite or InfluxDB. Idempotent per (outlet, pollutant, basis, at). */
export interface SeriesStore {
  /**
   * Writes versions in journal order; for each key the greatest version is in force (`compareVersions`), whatever came
   * first, and the others stay visible.
   * @throws StoreUnavailableError when the store cannot be reached: nothing is lost, the caller tries again from the
   *   journal.
   * Readings that the store refuses for good are returned with the reason; all others are written.
   */
  write(readings: readonly RevisedReading[]): Promise<readonly Refused[]>;
  /** Versions in force, ordered by time. */
  query(query: SeriesQuery): Promise<readonly StoredReading[]>;
  /** All versions of one period, oldest first, the one in force last. */
  versions(key: Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant }): Promise<readonly StoredReading[]>;
  close(): Promise<void>;
}
