import type { Refusal, RefusalTable } from "../../core/casework/refusal.ts";
import type { Instant } from "../../core/time.ts";

/** What only commands about accidents are declined with. */
export interface AccidentRefusalCodes {
  /** The final report was given at `at`; nothing follows it. */
  "accident-ended": { readonly at: Instant };
}

export const ACCIDENT_REFUSALS: RefusalTable<AccidentRefusalCodes> = { "accident-ended": { status: 409 } };

export type AccidentRefusal = Refusal<AccidentRefusalCodes>;
