/** A burst of one second's worth is free. */
const BURST_MS = 1_000;

/** An object, so that a message costs one look-up and no new value. */
interface Account {
  /** When all messages of the sender so far would have come at the rate. */
  spentUntil: number;
}

/**
 * Watches how fast each of many senders sends: a device over all its connections, or an address. Nothing is refused;
 * above the rate the sender waits for as long as it is ahead. A sender that comes back finds the debt it left. Times
 * are monotonic milliseconds.
 */
export class SenderRates {
  readonly #costMs: number;
  readonly #accounts = new Map<string, Account>();

  /** @param ratePerSecond messages a second that one sender may send before it is read more slowly */
  constructor(ratePerSecond: number) {
    this.#costMs = 1_000 / ratePerSecond;
  }

  /**
   * Counts one message. Answers for how many milliseconds the sender should not be read; 0 while it keeps to the rate.
   */
  count(sender: string, nowMs: number): number {
    let account = this.#accounts.get(sender);
    if (account === undefined) {
      account = { spentUntil: nowMs };
      this.#accounts.set(sender, account);
    }
    account.spentUntil = Math.max(account.spentUntil, nowMs) + this.#costMs;
    return waitOf(account, nowMs);
  }

  /** As `count`, without a message. */
  waitMs(sender: string, nowMs: number): number {
    const account = this.#accounts.get(sender);
    return account === undefined ? 0 : waitOf(account, nowMs);
  }

  /** Forgets senders that have nothing on their account; called now and then. */
  forget(nowMs: number): void {
    for (const [sender, { spentUntil }] of this.#accounts) if (spentUntil <= nowMs) this.#accounts.delete(sender);
  }

  /** How many senders are remembered. */
  get size(): number {
    return this.#accounts.size;
  }
}

function waitOf({ spentUntil }: Account, nowMs: number): number {
  return Math.max(0, Math.ceil(spentUntil - nowMs - BURST_MS));
}
