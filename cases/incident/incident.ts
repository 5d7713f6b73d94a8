import type { Instant } from "../../core/time.ts";
import type { Highest } from "./highest.ts";
import type { StandingCounts } from "./standing-counts.ts";

/**
 * A run of findings that stand, of one outlet, pollutant and family of rules, each less than a day from the next. A
 * function of the set of standing findings; only its id remembers how it came about.
 */
export interface Incident {
  /** By the finding that stood first when it was opened. */
  readonly id: string;
  readonly track: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly family: string;
  readonly enterprise: string;
  /** The span of the periods that stand; the last known one when none stands any more. */
  readonly from: Instant;
  readonly to: Instant;
  readonly standing: StandingCounts;
  readonly highest: Highest | null;
  readonly openedAt: Instant;
  /** The case that it was last given to. That case may have been merged into another since. */
  readonly caseId: string;
  /** The incident that it became a part of. */
  readonly mergedInto: string | null;
}
