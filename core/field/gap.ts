import type { Instant } from "../time.ts";

/**
 * `found`: missing; `asked`: requested from the device; `filled`: the readings are there; `given-up`: asked often
 * enough.
 */
export type GapState = "found" | "asked" | "filled" | "given-up";

/** A run of periods that a device should have reported and did not. */
export interface Gap {
  readonly id: string;
  readonly mn: string;
  readonly st: string | null;
  readonly basis: "minute" | "hour";
  /** Start of the first and of the last missing period. */
  readonly from: Instant;
  readonly to: Instant;
  /** Outlets that miss a period of it. */
  readonly outlets: readonly string[];
  readonly state: GapState;
  readonly attempts: number;
  /** The exchange that asked last. */
  readonly exchange: string | null;
  /** When it was found, and when it last changed its state. */
  readonly foundAt: Instant;
  readonly changedAt: Instant;
}
