import { HOUR } from "../../format/beijing-time.ts";

/** True within an hour of a refusal: somebody may be standing at the device right now. */
export function isRecent(refusedAt: string, at: number): boolean {
  return at - Date.parse(refusedAt) < HOUR;
}
