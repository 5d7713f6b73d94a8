/** How long to wait before a platform is dialled again. */
export interface RedialDelay {
  /** Milliseconds until the next try: twice as long each time, shortened at random by up to a quarter, so that many of us do not come back together. */
  next(): number;
  /** It worked: the next waiting begins from the start. */
  reset(): void;
}

/** @param random a number in [0, 1), such as `Math.random` */
export function createRedialDelay(
  limits: { readonly firstMs: number; readonly longestMs: number },
  random: () => number,
): RedialDelay {
  let tries = 0;
  return {
    next(): number {
      const full = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(tries, 20));
      tries++;
      return full * (1 - 0.25 * random());
    },
    reset(): void {
      tries = 0;
    },
  };
}
