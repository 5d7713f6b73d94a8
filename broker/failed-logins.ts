const WINDOW_MS = 60_000;
/** Senders that are remembered at once; the one longest known goes first. */
const SENDERS = 20_000;

interface Window {
  readonly since: number;
  failures: number;
}

/** How many wrong credentials a minute are looked at. */
export interface LoginLimits {
  /** From one address with one user name. */
  readonly failedLoginsPerMinute: number;
  /** From one address, over all user names: many devices may stand behind it. */
  readonly failedLoginsPerAddress: number;
}

/**
 * Counts wrong credentials by address, and by address and user name, in fixed minutes. Beyond the limit nothing from
 * there is checked until the minute is over, so that guessing is slow and cheap for us. Bounded in memory. `now` is
 * monotonic, in milliseconds.
 */
export class FailedLogins {
  readonly #limits: LoginLimits;
  readonly #windows = new Map<string, Window>();

  constructor(limits: LoginLimits) {
    this.#limits = limits;
  }

  /** True when credentials from there may be checked now. */
  mayTry(address: string, user: string, now: number): boolean {
    return (
      this.#failures(address, now) < this.#limits.failedLoginsPerAddress &&
      this.#failures(pairKey(address, user), now) < this.#limits.failedLoginsPerMinute
    );
  }

  /** The credentials were wrong. */
  fail(address: string, user: string, now: number): void {
    this.#count(address, now);
    this.#count(pairKey(address, user), now);
  }

  /** Forgets minutes that are over. */
  prune(now: number): void {
    for (const [key, window] of this.#windows) {
      if (now - window.since >= WINDOW_MS) this.#windows.delete(key);
    }
  }

  /** How many senders are remembered. */
  get size(): number {
    return this.#windows.size;
  }

  #failures(key: string, now: number): number {
    const window = this.#windows.get(key);
    return window === undefined || now - window.since >= WINDOW_MS ? 0 : window.failures;
  }

  #count(key: string, now: number): void {
    const failures = this.#failures(key, now);
    const window = this.#windows.get(key);
    if (window !== undefined && failures > 0) {
      window.failures += 1;
      return;
    }
    this.#windows.delete(key);
    this.#windows.set(key, { since: now, failures: 1 });
    if (this.#windows.size <= SENDERS) return;
    const [oldest] = this.#windows.keys();
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}

/** A user name may be anything; only its beginning is kept. */
function pairKey(address: string, user: string): string {
  return `${address}\n${user.slice(0, 64)}`;
}
