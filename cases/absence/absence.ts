import type { Instant } from "../../core/time.ts";

/** That a person of the grid is away for a time (离岗), so that the others know whom to turn to. */
export interface Absence {
  readonly id: string;
  /** Id of the registry. */
  readonly person: string;
  /** The cells in which the person was assigned when it was reported: whoever sees one of them sees the absence. */
  readonly cells: readonly string[];
  readonly from: Instant;
  /** Exclusive. Not after `from` when it was called off before it began. */
  readonly to: Instant;
  readonly reason: string;
  readonly reportedAt: Instant;
  readonly reportedBy: string;
  /** What who reported it was called then. */
  readonly reportedByName: string;
}
