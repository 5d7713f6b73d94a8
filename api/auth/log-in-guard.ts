import { type Instant, MINUTE, SECOND } from "../../core/time.ts";

interface Failures {
  readonly count: number;
  readonly since: Instant;
}

/** Who tries a password, as far as it can be known before it is checked. */
export interface Attempt {
  readonly username: string;
  /** The person's address; of an IPv6 one its network. */
  readonly address: string;
  /** The browser in which this account logged in before. */
  readonly browser: string | undefined;
}

export type AttemptOutcome = { readonly passed: boolean } | { readonly waitSeconds: number };

export interface LogInGuardDeps {
  readonly now: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
}

/** Failures after which a key rests or is slowed down, by what it counts. */
const ALLOWED = { pair: 5, browser: 5, name: 20, address: 30 } as const;
const WINDOW_MS = 15 * MINUTE;
/** What the next attempt of a name from an address waits after so many failures. */
const PAIR_PAUSES_MS = [0, 0, 250, 500, 1_000] as const;
/** Attempts of a name, or from an address, that failed too often are checked one after the other, so far apart. */
const LANE_MS = 2 * SECOND;
const LONGEST_LANE_MS = 20 * SECOND;
const MOST_KEYS = 10_000;
/** Passwords that are checked at once, for each takes 19 MiB: of strangers, from one address, and in all. */
const AT_ONCE = { strangers: 8, address: 4, all: 12 } as const;

/**
 * Slows down guessing without letting strangers lock out who is known. A browser in which the account logged in before
 * has bounds of its own. Everybody else: five failures of one name from one address rest for the window; after 20 of a
 * name, addresses that failed for it rest, and every other one waits its turn; after 30 of an address, attempts from
 * there wait their turn, and none is refused for it. Kept in memory and bounded; a restart forgets.
 */
export class LogInGuard {
  readonly #deps: LogInGuardDeps;
  readonly #failures = new Map<string, Failures>();
  /** When the next attempt of a slowed key may be checked. */
  readonly #lanes = new Map<string, number>();
  readonly #checking = new Map<string, number>();

  constructor(deps: LogInGuardDeps) {
    this.#deps = deps;
  }

  /** Checks one password and counts its outcome; or says how long to wait, and checks nothing. */
  async attempt(who: Attempt, check: () => Promise<boolean>): Promise<AttemptOutcome> {
    const known = this.#isKnown(who);
    const rest = known ? 0 : this.#restMs(who);
    if (rest > 0) return { waitSeconds: Math.ceil(rest / SECOND) };
    const delay = known ? 0 : this.#delayMs(who);
    if (delay > LONGEST_LANE_MS) return { waitSeconds: Math.ceil(delay / SECOND) };
    // Counted before it is known, so that many at once are no way around the count.
    const charged = known ? [browserKey(who)] : [pairKey(who), nameKey(who), addressKey(who)];
    for (const key of charged) this.#charge(key);
    if (delay > 0) await this.#deps.pause(delay);
    const passed = await this.#inTurn(known ? ["all"] : ["all", "strangers", addressKey(who)], check);
    if (passed !== false) for (const key of charged) this.#discharge(key);
    if (passed === undefined) return { waitSeconds: 1 };
    if (passed) for (const key of [pairKey(who), browserKey(who)]) this.#failures.delete(key);
    return { passed };
  }

  /** Checks while there is room for one more; `undefined` where there is none. */
  async #inTurn(slots: readonly string[], check: () => Promise<boolean>): Promise<boolean | undefined> {
    if (slots.some((slot) => (this.#checking.get(slot) ?? 0) >= mostAtOnce(slot))) return undefined;
    for (const slot of slots) this.#checking.set(slot, (this.#checking.get(slot) ?? 0) + 1);
    try {
      return await check();
    } finally {
      for (const slot of slots) this.#release(slot);
    }
  }

  #isKnown(who: Attempt): boolean {
    return who.browser !== undefined && this.#count(browserKey(who)) < ALLOWED.browser;
  }

  /** How long this name rests for this address. */
  #restMs(who: Attempt): number {
    const pair = this.#count(pairKey(who));
    const isNameTried = this.#count(nameKey(who)) >= ALLOWED.name;
    if (pair < ALLOWED.pair && !(isNameTried && pair > 0)) return 0;
    const since = this.#failures.get(pairKey(who))?.since ?? this.#deps.now();
    return Math.max(SECOND, since + WINDOW_MS - this.#deps.now());
  }

  #delayMs(who: Attempt): number {
    const own = PAIR_PAUSES_MS[this.#count(pairKey(who))] ?? 0;
    const lanes = [
      ...(this.#count(nameKey(who)) >= ALLOWED.name ? [nameKey(who)] : []),
      ...(this.#count(addressKey(who)) >= ALLOWED.address ? [addressKey(who)] : []),
    ];
    return Math.max(own, ...lanes.map((key) => this.#queue(key)));
  }

  /** Takes the next place of a lane; the wait until its turn. A lane that is too long gives no place. */
  #queue(key: string): number {
    const now = this.#deps.now();
    const last = this.#lanes.get(key) ?? now;
    const next = Math.max(now, Math.min(last, now + LONGEST_LANE_MS)) + LANE_MS;
    if (next - now <= LONGEST_LANE_MS) {
      this.#lanes.delete(key);
      this.#lanes.set(key, next);
      bound(this.#lanes);
    }
    return next - now;
  }

  /** Failures of the window; a clock that was put back begins a new one. */
  #count(key: string): number {
    const known = this.#failures.get(key);
    if (known === undefined) return 0;
    const age = this.#deps.now() - known.since;
    return age >= WINDOW_MS || age < 0 ? 0 : known.count;
  }

  #charge(key: string): void {
    const count = this.#count(key);
    const since = this.#failures.get(key)?.since;
    // Taken out and put back, so that the oldest key is always the first.
    this.#failures.delete(key);
    this.#failures.set(key, { count: count + 1, since: count > 0 && since !== undefined ? since : this.#deps.now() });
    bound(this.#failures);
  }

  #discharge(key: string): void {
    const known = this.#failures.get(key);
    if (known === undefined) return;
    if (known.count > 1) this.#failures.set(key, { ...known, count: known.count - 1 });
    else this.#failures.delete(key);
  }

  #release(slot: string): void {
    const left = (this.#checking.get(slot) ?? 1) - 1;
    if (left === 0) this.#checking.delete(slot);
    else this.#checking.set(slot, left);
  }
}

function bound(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= MOST_KEYS) break;
    map.delete(key);
  }
}

function mostAtOnce(slot: string): number {
  return slot === "all" ? AT_ONCE.all : slot === "strangers" ? AT_ONCE.strangers : AT_ONCE.address;
}

function pairKey({ username, address }: Attempt): string {
  return JSON.stringify([username, address]);
}

function nameKey({ username }: Attempt): string {
  return `name ${username}`;
}

function addressKey({ address }: Attempt): string {
  return `address ${address}`;
}

function browserKey({ username, browser }: Attempt): string {
  return `browser ${JSON.stringify([username, browser ?? null])}`;
}
