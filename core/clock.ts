import type { Instant } from "./time.ts";

/** The one clock behind every decision, deadline and stamp. Pure rooms get the time as an argument instead. */
export interface Clock {
  now(): Instant;
  readonly kind: "system" | "scaled" | "manual";
}
