import type { ControlLevel } from "../../core/judging/declared-emission.ts";
import type { Instant } from "../../core/time.ts";

/** An order of a heavy-pollution day (重污染天气管控): these enterprises stop, or produce less, for a time. */
export interface ControlOrder {
  readonly id: string;
  readonly level: ControlLevel;
  readonly from: Instant;
  /** Exclusive. Not after `from` when it was called off before it began. */
  readonly to: Instant;
  readonly enterprises: readonly string[];
  /** The part of the usual production that is still allowed: 0 stops it. */
  readonly share: number;
  readonly note: string;
  readonly orderedAt: Instant;
  readonly orderedBy: string;
  /** What who ordered it was called then. */
  readonly orderedByName: string;
}
