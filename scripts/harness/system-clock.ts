import type { Clock } from "../../core/clock.ts";
import type { Instant } from "../../core/time.ts";

/** The clock of the machine, for the parts of the product that scripts start by themselves. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now() as Instant, kind: "system" };
