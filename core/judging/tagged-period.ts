import type { Instant } from "../time.ts";
import type { LateMarks, PeriodState } from "./period.ts";
import type { TagCode } from "./tagged-span.ts";

/** A tag by which data of a period are not used to judge. */
export interface TagInForce {
  readonly id: string;
  readonly tag: TagCode;
  readonly from: Instant;
  readonly to: Instant;
  readonly source: string;
}

/** A period as rules see it: what came of it, and the tags on it. */
export interface TaggedPeriod extends PeriodState {
  readonly tags?: readonly TagInForce[];
  readonly late?: TaggedLate;
}

/** Marks that came too late to count, with the tag among them. */
export interface TaggedLate extends LateMarks {
  readonly tag?: TagCode;
}
