import { formatBeijingStamp, type Instant, instant } from "../core/time.ts";

/**
 * Gives each frame of a line a QN of its own: the moment it leaves, later by a millisecond where two would be the same
 * or the clock went back.
 */
export function createQnSource(now: () => Instant): () => string {
  let last = 0;
  return () => {
    last = Math.max(now(), last + 1);
    return formatBeijingStamp(instant(last), true);
  };
}
