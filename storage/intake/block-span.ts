import type { Basis } from "../../core/readings/reading.ts";
import { DAY, HOUR } from "../../core/time.ts";

/** How long one block of a series is: some hundred values. Stored blocks lie on this grid, so it is never changed. */
const SPANS: Readonly<Record<Basis, number>> = { realtime: HOUR, minute: DAY, hour: 30 * DAY, day: 900 * DAY };

export function spanOf(basis: Basis): number {
  return SPANS[basis];
}

/** Where the block begins that would hold a period. */
export function blockStart(basis: Basis, at: number): number {
  const span = SPANS[basis];
  return Math.floor(at / span) * span;
}
