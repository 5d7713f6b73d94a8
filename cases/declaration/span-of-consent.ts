import type { Instant } from "../../core/time.ts";
import type { Declaration } from "./declaration.ts";

/** What of a declared window lies before a moment. */
export type PastPart = "none" | "part" | "whole";

/** What consent can cover of a window. */
export interface SpanOfConsent {
  /** What of the window was over when it was answered, or is over now. */
  readonly past: PastPart;
  /** From when on consent counts or would count; `null` where there is none, or nothing is left of the window. */
  readonly countsFrom: Instant | null;
}

/**
 * Consent counts from when it is given, never backwards: of a window that has begun it covers the rest, of one that is
 * over nothing. Asked of a declaration that waits, it says what an answer given now would cover.
 */
export function spanOfConsent({ from, to, state, decidedAt }: Declaration, now: Instant): SpanOfConsent {
  const at = decidedAt ?? now;
  const past: PastPart = at <= from ? "none" : at < to ? "part" : "whole";
  const isOpen = state === "submitted" || state === "consented";
  return { past, countsFrom: isOpen && past !== "whole" ? (Math.max(from, at) as Instant) : null };
}
