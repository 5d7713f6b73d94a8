import type { Refusal } from "../../api/device-shapes.ts";
import { HOUR } from "../../format/beijing-time.ts";

/**
 * True while something was turned away within the last hour: somebody may be standing at the device right now. That a device was not registered is settled
 * once it has a page.
 */
export function isRecent({ lastAt, reason }: Pick<Refusal, "lastAt" | "reason">, at: number): boolean {
  return reason !== "unknown-device" && at - Date.parse(lastAt) < HOUR;
}

/** When something was turned away last, by MN, where that is recent. */
export function recentByMn(refusals: readonly Refusal[], at: number): ReadonlyMap<string, number> {
  const lastByMn = new Map<string, number>();
  for (const refusal of refusals) {
    if (!isRecent(refusal, at)) continue;
    lastByMn.set(refusal.mn, Math.max(lastByMn.get(refusal.mn) ?? 0, Date.parse(refusal.lastAt)));
  }
  return lastByMn;
}
