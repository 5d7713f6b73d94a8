import type { Location } from "../../core/registry/registry.ts";
import type { Instant } from "../../core/time.ts";

/** What somebody of the grid saw on a round (巡查): a line of the ledger, a problem or none. */
export interface Patrol {
  readonly id: string;
  readonly cell: string;
  /** The enterprise whose cell was walked; `null` for a cell of the grid above. */
  readonly enterprise: string | null;
  /** Who walked it: an id of the registry; `null` where the account belongs to nobody of it. */
  readonly person: string | null;
  /** The enterprise reported a round of its own; what others saw it is told by the case that they make of it. */
  readonly byEnterprise: boolean;
  readonly at: Instant;
  /** Coordinates with what they count in, or words. */
  readonly location: Location | string;
  readonly object: string;
  readonly category: string;
  /** Empty when there was none. */
  readonly problem: string;
  readonly measures: string;
  readonly reportedAt: Instant;
  readonly reportedBy: string;
  /** What who reported it was called then. */
  readonly reportedByName: string;
}
