/** Watches how fast each of many senders (a device over all its connections, an address) sends. */
export interface Rates {
  /** Counts one message of the sender at `nowMs` and says for how many milliseconds its socket should not be read; 0 while it keeps to the rate. */
  count(sender: string, nowMs: number): number;
  /** Forgets senders that have nothing on their account; called now and then. */
  forget(nowMs: number): void;
}

/** A burst of one second's worth is free; above it the pause is as long as the sender is ahead of its rate. */
const BURST_MS = 1_000;

/** @param ratePerSecond messages a second one sender may send before it is read more slowly */
export function createRates(ratePerSecond: number): Rates {
  const costMs = 1_000 / ratePerSecond;
  /** When all messages of the sender so far would have come at the rate. */
  const spentUntil = new Map<string, number>();
  return {
    count(sender, nowMs) {
      const until = Math.max(spentUntil.get(sender) ?? 0, nowMs) + costMs;
      spentUntil.set(sender, until);
      return Math.max(0, until - nowMs - BURST_MS);
    },
    forget(nowMs) {
      for (const [sender, until] of spentUntil) if (until <= nowMs) spentUntil.delete(sender);
    },
  };
}
