import type { Instant } from "../time.ts";

/** A deadline as a row: it survives a restart, and every tick of the clock asks which rows are due. */
export interface Deadline {
  /** Unique; a later deadline with the same id replaces the earlier one. */
  readonly id: string;
  readonly at: Instant;
  /**
   * Who decides what follows: `confirm-finding` and `review-finding` are the judge's own, every other kind is a
   * subject's.
   */
  readonly kind: string;
  /** Id of the finding or row. */
  readonly subject: string;
  readonly detail: string;
}
