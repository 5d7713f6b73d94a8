import type { Instant } from "../../core/time.ts";

/** 黄色, 橙色, 红色: levels of the warning of a heavy-pollution day. */
export const CONTROL_LEVELS = ["yellow", "orange", "red"] as const;

export type ControlLevel = (typeof CONTROL_LEVELS)[number];

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
