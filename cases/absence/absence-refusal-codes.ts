import type { Refusal, RefusalTable } from "../../core/casework/refusal.ts";
import type { Instant } from "../../core/time.ts";

/** What only commands about absences are declined with. */
export interface AbsenceRefusalCodes {
  /** The person is away already for a part of the period: from `from` to `to`. */
  "period-overlaps": { readonly from: Instant; readonly to: Instant };
}

export const ABSENCE_REFUSALS: RefusalTable<AbsenceRefusalCodes> = { "period-overlaps": { status: 409 } };

export type AbsenceRefusal = Refusal<AbsenceRefusalCodes>;
