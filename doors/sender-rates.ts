/** A burst of one second's worth is free. */
const BURST_MS = 1_000;

/**
 * Watches how fast each of many senders sends: a device over all its connections, or an address. Nothing is refused;
 * above the rate the sender waits for as long as it is ahead. A sender that comes back finds the debt it left. Times
 * are monotonic milliseconds.
 */
export class SenderRates {
  readonly #costMs: number;
  /** When all messages of the sender so far would have come at the rate. */
  readonly #spentUntil = new Map<string, number>();

  /** @param ratePerSecond messages a second that one sender may send before it is read more slowly */
  constructor(ratePerSecond: number) {
    this.#costMs = 1_000 / ratePerSecond;
  }

  /**
   * Counts one message. Answers for how many milliseconds the sender should not be read; 0 while it keeps to the rate.
   */
  count(sender: string, nowMs: number): number {
    this.#spentUntil.set(sender, Math.max(this.#spentUntil.get(sender) ?? 0, nowMs) + this.#costMs);
    return this.waitMs(sender, nowMs);
  }

  /** As `count`, without a message. */
  waitMs(sender: string, nowMs: number): number {
    const aheadMs = (this.#spentUntil.get(sender) ?? 0) - nowMs - BURST_MS;
    return Math.max(0, Math.ceil(aheadMs));
  }

  /** Forgets senders that have nothing on their account; called now and then. */
  forget(nowMs: number): void {
    for (const [sender, until] of this.#spentUntil) if (until <= nowMs) this.#spentUntil.delete(sender);
  }

  /** How many senders are remembered. */
  get size(): number {
    return this.#spentUntil.size;
  }
}
