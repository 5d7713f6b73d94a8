import { createHash } from "node:crypto";

/** The waits between failed attempts. */
export interface BackOffLimits {
  /** The longest the first wait may be. */
  readonly firstMs: number;
  /** The longest any wait may be. */
  readonly longestMs: number;
}

/**
 * Says how long to wait before the next attempt: exponential back-off with jitter. The bound of a wait doubles from
 * `firstMs` to `longestMs`; the wait is between half of the bound and the whole of it. The share comes from a hash of
 * the waiter's name, so that many waiters do not come back in the same second and one waiter always behaves the same.
 */
export class BackOff {
  readonly #name: string;
  readonly #limits: BackOffLimits;
  #failures = 0;

  /** @param name tells one waiter from another */
  constructor(name: string, limits: BackOffLimits) {
    this.#name = name;
    this.#limits = limits;
  }

  /** One more attempt has failed. Answers the milliseconds until the next one. */
  next(): number {
    const { firstMs, longestMs } = this.#limits;
    // 2 ** 30 times the first wait is longer than any longest one; beyond it the number would grow to Infinity.
    const bound = Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures, 30));
    const digest = createHash("sha256").update(`${this.#name}\n${this.#failures}`).digest();
    this.#failures += 1;
    return Math.round(bound * (0.5 + digest.readUInt32BE(0) / 2 ** 33));
  }

  /** An attempt has succeeded: the next wait is a first one. */
  reset(): void {
    this.#failures = 0;
  }
}
