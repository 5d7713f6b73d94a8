import { type Instant, MINUTE } from "../../core/time.ts";

interface Failures {
  readonly count: number;
  readonly since: Instant;
}

/** Failures after which a key rests, by what it counts. A whole address has more people behind it than one name. */
const ALLOWED = { pair: 5, name: 20, address: 30 } as const;
const WINDOW_MS = 15 * MINUTE;
const MOST_KEYS = 10_000;
const MOST_AT_ONCE = 8;

/**
 * Slows down guessing: five failures of one name from one address, 20 of one name or 30 of one address within 15
 * minutes, then they rest until the window is over. Kept in memory and bounded; a restart forgets. Also bounds how many
 * passwords are checked at once, for each takes 19 MiB.
 */
export class LogInGuard {
  readonly #failures = new Map<string, Failures>();
  #checking = 0;

  /** Seconds to wait before the next attempt, or 0. */
  waitSeconds(username: string, address: string, now: Instant): number {
    if (this.#checking >= MOST_AT_ONCE) return 1;
    const waits = keysOf(username, address).map(({ key, allowed }) => {
      const known = this.#failures.get(key);
      return known === undefined || known.count < allowed ? 0 : known.since + WINDOW_MS - now;
    });
    return Math.max(0, Math.ceil(Math.max(...waits) / 1000));
  }

  /** Runs one check of a password and counts its outcome. */
  async attempt(
    who: { readonly username: string; readonly address: string },
    now: Instant,
    check: () => Promise<boolean>,
  ): Promise<boolean> {
    const { username, address } = who;
    this.#checking += 1;
    try {
      const passed = await check();
      if (passed) this.#failures.delete(pairKey(username, address));
      else this.#countFailure(username, address, now);
      return passed;
    } finally {
      this.#checking -= 1;
    }
  }

  #countFailure(username: string, address: string, now: Instant): void {
    for (const { key } of keysOf(username, address)) {
      const known = this.#failures.get(key);
      const fresh = known === undefined || now - known.since >= WINDOW_MS;
      // Taken out and put back, so that the oldest key is always the first.
      this.#failures.delete(key);
      this.#failures.set(key, fresh ? { count: 1, since: now } : { count: known.count + 1, since: known.since });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= MOST_KEYS) break;
      this.#failures.delete(key);
    }
  }
}

function pairKey(username: string, address: string): string {
  return JSON.stringify([username, address]);
}

function keysOf(username: string, address: string): readonly { readonly key: string; readonly allowed: number }[] {
  return [
    { key: pairKey(username, address), allowed: ALLOWED.pair },
    { key: `name ${username}`, allowed: ALLOWED.name },
    { key: `address ${address}`, allowed: ALLOWED.address },
  ];
}
