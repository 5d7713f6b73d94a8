import { createHash } from "node:crypto";

/**
 * How long to wait before attempt `attempt` (0 for the first one after a loss): doubles from `first` to `longest`, and of that between a half
 * and the whole, by a hash of who waits, so that many readers do not come back in the same second and one of them always waits the same.
 */
export function backoffMs(
  clientId: string,
  attempt: number,
  bounds: { readonly first: number; readonly longest: number },
): number {
  const whole = Math.min(bounds.longest, bounds.first * 2 ** Math.min(attempt, 30));
  const share = createHash("sha256").update(`${clientId}\n${attempt}`).digest().readUInt32BE(0) / 0x1_0000_0000;
  return Math.round(whole * (0.5 + share / 2));
}
