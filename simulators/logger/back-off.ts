import { createNoise } from "../plant/noise.ts";

/** How long a logger waits before it tries again. */
export interface BackOff {
  /**
   * Milliseconds until the next try: twice as long each time, between half and all of it, so that loggers do not come
   * back together.
   */
  next(): number;
  /** After a success the waiting begins from the start. */
  reset(): void;
}

/** @param name makes the jitter of one logger differ from the others' */
export function createBackOff(name: string, limits: { readonly firstMs: number; readonly longestMs: number }): BackOff {
  const chance = createNoise(1, `back-off|${name}`);
  let tries = 0;
  let asked = 0;
  return {
    next() {
      const full = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(tries++, 20));
      return full * (0.75 + 0.25 * chance.jitter(asked++));
    },
    reset() {
      tries = 0;
    },
  };
}
