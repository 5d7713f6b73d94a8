/** How readers share the thread of the API. */
export interface TurnLimits {
  /** Reads of one account that are asked for and not answered yet. */
  readonly openPerAccount: number;
  /** So much work is done without a rest after a while of quiet: a person's page comes in at once. */
  readonly burstMs: number;
  /** However much was worked, the rest after a read is no longer. */
  readonly longestRestMs: number;
  /** A read that takes longer, since it waits for a store, keeps the next one no longer from beginning. */
  readonly holdMs: number;
}

export const TURN_LIMITS: TurnLimits = { openPerAccount: 32, burstMs: 100, longestRestMs: 100, holdMs: 25 };

/** A moment, and how much the thread has worked until then; both only grow. */
export interface Moment {
  readonly nowMs: number;
  readonly workedMs: number;
}

/** What may be done now: begin a read, or look again after a time. */
export type Next<T> = { readonly begin: T } | { readonly inMs: number };

/**
 * Whose read is next, and when. One read has the thread at a time, accounts take turns, and in the long run the thread
 * rests as long as it works: readers without end take half of a core at most. Whatever else the thread works counts,
 * too, but keeps a read from its turn for the longest rest at most.
 */
export class ReadTurns<T> {
  readonly #limits: TurnLimits;
  /** Reads that wait, by account; the account whose turn comes next is the first. */
  readonly #waiting = new Map<string, T[]>();
  readonly #openByAccount = new Map<string, number>();
  readonly #running = new Map<T, { readonly account: string; readonly sinceMs: number }>();
  /** By how much more was worked than rested since the last quiet. */
  #debtMs = 0;
  #last: Moment = { nowMs: 0, workedMs: 0 };
  #endedMs = Number.NEGATIVE_INFINITY;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  get waiting(): number {
    let count = 0;
    for (const reads of this.#waiting.values()) count += reads.length;
    return count;
  }

  /** Puts a read at the end of its account's queue; false when the account has as many open as it may. */
  ask(account: string, read: T): boolean {
    const open = this.#openByAccount.get(account) ?? 0;
    if (open >= this.#limits.openPerAccount) return false;
    this.#openByAccount.set(account, open + 1);
    const queue = this.#waiting.get(account);
    if (queue === undefined) this.#waiting.set(account, [read]);
    else queue.push(read);
    return true;
  }

  /** Begins the next read when it is time; nothing when none waits. */
  next(at: Moment): Next<T> | undefined {
    this.#pass(at);
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    const inMs = Math.max(this.#restMs(at), this.#heldMs(at));
    if (inMs > 0) return { inMs };
    const [account, [read, ...others]] = first as [string, [T, ...T[]]];
    this.#waiting.delete(account);
    if (others.length > 0) this.#waiting.set(account, others);
    this.#running.set(read, { account, sinceMs: at.nowMs });
    return { begin: read };
  }

  /** A read has its answer. */
  end(read: T, at: Moment): void {
    this.#pass(at);
    const running = this.#running.get(read);
    if (running === undefined) return;
    this.#running.delete(read);
    this.#endedMs = at.nowMs;
    this.#close(running.account);
  }

  /** A read whose client has gone before it began. */
  leave(account: string, read: T): void {
    const queue = this.#waiting.get(account) ?? [];
    const others = queue.filter((other) => other !== read);
    if (others.length === queue.length) return;
    if (others.length === 0) this.#waiting.delete(account);
    else this.#waiting.set(account, others);
    this.#close(account);
  }

  /** Work and rest since the last look. */
  #pass(at: Moment): void {
    const passed = at.nowMs - this.#last.nowMs;
    const worked = at.workedMs - this.#last.workedMs;
    const most = this.#limits.burstMs + this.#limits.longestRestMs;
    this.#debtMs = Math.min(Math.max(this.#debtMs + worked - (passed - worked), 0), most);
    this.#last = at;
  }

  /** How long the thread still has to rest. */
  #restMs({ nowMs }: Moment): number {
    const { burstMs, longestRestMs } = this.#limits;
    return Math.min(this.#debtMs - burstMs, this.#endedMs + longestRestMs - nowMs);
  }

  /** How long the read that began last still has the thread for itself. */
  #heldMs({ nowMs }: Moment): number {
    const begun = [...this.#running.values()].map(({ sinceMs }) => sinceMs);
    return Math.max(...begun) + this.#limits.holdMs - nowMs;
  }

  #close(account: string): void {
    const open = (this.#openByAccount.get(account) ?? 0) - 1;
    if (open > 0) this.#openByAccount.set(account, open);
    else this.#openByAccount.delete(account);
  }
}
