/** What one device has sent, over all its connections, as a bucket that fills with time. */
export class RateBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;
  /** Connections that share the bucket. */
  users = 0;

  constructor(ratePerSecond: number, now: number) {
    this.#perMs = ratePerSecond / 1_000;
    this.#burst = ratePerSecond;
    this.#tokens = ratePerSecond;
    this.#at = now;
  }

  /** One message came. Never refuses: what was read is taken, and paid for by waiting. */
  take(): void {
    this.#tokens -= 1;
  }

  /** Milliseconds until the device may be read again; 0 for now. `now` is monotonic. */
  waitMs(now: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens / this.#perMs);
  }

  /** True when forgetting the bucket changes nothing. */
  isFull(now: number): boolean {
    return this.waitMs(now) === 0 && this.#tokens >= this.#burst;
  }
}

/** The buckets of all devices. A device that comes back finds the debt it left. */
export class DeviceRates {
  readonly #ratePerSecond: number;
  readonly #byMn = new Map<string, RateBucket>();

  constructor(ratePerSecond: number) {
    this.#ratePerSecond = ratePerSecond;
  }

  /** The bucket for one more connection of the device. */
  join(mn: string, now: number): RateBucket {
    const bucket = this.#byMn.get(mn) ?? new RateBucket(this.#ratePerSecond, now);
    bucket.users += 1;
    this.#byMn.set(mn, bucket);
    return bucket;
  }

  /** Forgets buckets that no connection uses and that are full again. */
  prune(now: number): void {
    for (const [mn, bucket] of this.#byMn) {
      if (bucket.users === 0 && bucket.isFull(now)) this.#byMn.delete(mn);
    }
  }
}
