import type { DoorRefusal } from "../core/field/refusal.ts";
import { DAY, type Instant, startOfBeijingDay } from "../core/time.ts";

/** What one device may bring on one day of Beijing before it is read at the pace of its budget. */
export interface DayBudgetLimits {
  readonly values: number;
  readonly bytes: number;
}

/** While the disk is in its reserve a device is read no more once it has had this share of its budget. */
const SHARE_IN_RESERVE = 1 / 20;
/** How long a device that may not be read waits before it is looked at again: space may come back. */
const HOLD_MS = 1_000;
/** The longest wait at a time: a new day may have begun. */
const LONGEST_WAIT_MS = 60_000;

/** What a device has to wait for. */
type Cause = "day-budget" | "disk-reserve";

interface Account {
  readonly day: Instant;
  values: number;
  bytes: number;
  /** Beyond the budget: when what came would have come at its pace, in monotonic milliseconds. */
  spentUntil: number;
  readonly told: Set<Cause>;
}

/** When what is counted happened: by the clock, whose day it is, and in monotonic milliseconds, for the pace. */
export interface Moment {
  readonly at: Instant;
  readonly nowMs: number;
}

/** What is said of a device that waits, once a day for each cause. */
export interface BudgetNotice {
  readonly reason: Cause;
  readonly detail: DoorRefusal;
}

/**
 * What each device has brought today, over all its connections and doors. Nothing is refused: beyond the budget its
 * sockets are read at the pace at which the budget would last a day, until the day is over.
 */
export class DayBudgets {
  readonly #limits: DayBudgetLimits;
  readonly #valuesIn: (payload: Uint8Array) => number;
  readonly #accounts = new Map<string, Account>();
  #isDiskInReserve = false;

  /** @param valuesIn about how many values a message has; it need not be exact */
  constructor(limits: DayBudgetLimits, valuesIn: (payload: Uint8Array) => number) {
    this.#limits = limits;
    this.#valuesIn = valuesIn;
  }

  /** The disk has come into its reserve, or out of it. */
  setDiskInReserve(isInReserve: boolean): void {
    this.#isDiskInReserve = isInReserve;
  }

  /** Counts a message. */
  spend(mn: string, payload: Uint8Array, { at, nowMs }: Moment): void {
    const account = this.#accountOf(mn, startOfBeijingDay(at)) ?? this.#begin(mn, at);
    const values = this.#valuesIn(payload);
    account.values += values;
    account.bytes += payload.byteLength;
    if (!this.#isBeyond(account, 1)) return;
    const costMs = DAY * Math.max(values / this.#limits.values, payload.byteLength / this.#limits.bytes);
    account.spentUntil = Math.max(account.spentUntil, nowMs) + costMs;
  }

  /** For how many milliseconds the device should not be read; 0 while it may be. */
  waitMs(mn: string, { at, nowMs }: Moment): number {
    const account = this.#accounts.get(mn);
    if (account === undefined || account.day !== startOfBeijingDay(at)) return 0;
    if (this.#isHeld(account)) return HOLD_MS;
    return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.ceil(account.spentUntil - nowMs)));
  }

  /** What there is to say of a device that waits; each cause once a day. */
  notice(mn: string): BudgetNotice | undefined {
    const account = this.#accounts.get(mn);
    if (account === undefined) return undefined;
    const reason = this.#isHeld(account) ? "disk-reserve" : "day-budget";
    if (account.told.has(reason)) return undefined;
    account.told.add(reason);
    const { values, bytes } = account;
    if (reason === "disk-reserve") return { reason, detail: { code: "disk-in-reserve", facts: { values, bytes } } };
    const { values: mostValues, bytes: mostBytes } = this.#limits;
    return { reason, detail: { code: "day-budget-spent", facts: { values, bytes, mostValues, mostBytes } } };
  }

  /** Forgets what was counted on other days; called now and then. */
  forget(at: Instant): void {
    const day = startOfBeijingDay(at);
    for (const [mn, account] of this.#accounts) if (account.day !== day) this.#accounts.delete(mn);
  }

  /** How many devices are remembered. */
  get size(): number {
    return this.#accounts.size;
  }

  #isHeld(account: Account): boolean {
    return this.#isDiskInReserve && this.#isBeyond(account, SHARE_IN_RESERVE);
  }

  #isBeyond({ values, bytes }: Account, share: number): boolean {
    return values > this.#limits.values * share || bytes > this.#limits.bytes * share;
  }

  #accountOf(mn: string, day: Instant): Account | undefined {
    const account = this.#accounts.get(mn);
    return account?.day === day ? account : undefined;
  }

  #begin(mn: string, at: Instant): Account {
    const account: Account = { day: startOfBeijingDay(at), values: 0, bytes: 0, spentUntil: 0, told: new Set() };
    this.#accounts.set(mn, account);
    return account;
  }
}
