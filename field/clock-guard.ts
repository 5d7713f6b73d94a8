import type { Clock } from "../core/clock.ts";
import { type ClockDoubt, clockDoubt, SAME_TIME } from "../core/clock-doubt.ts";
import type { Counters } from "../core/counters.ts";
import type { Log } from "../core/log.ts";
import { formatIso, type Instant, plus } from "../core/time.ts";
import { ClockJury } from "./clock-jury.ts";

/** What survives a restart: the doubt, and what the clock should have said when it arose. */
export interface KeptDoubt {
  readonly doubt: ClockDoubt;
  readonly believed: Instant | undefined;
}

/** Where a doubt is kept, for the other threads and processes and for the next start. */
export interface DoubtKeeper {
  load(): KeptDoubt | undefined;
  save(kept: KeptDoubt): void;
  clear(): void;
}

export interface ClockGuardDeps {
  readonly clock: Clock;
  readonly builtAt: Instant;
  /** The newest moment in the journal; `undefined` while it is empty. */
  readonly journalNewest: Instant | undefined;
  readonly keeper: DoubtKeeper;
  /** How many devices are registered. */
  readonly devices: () => number;
  readonly counters: Counters;
  readonly log: Log;
  readonly monotonicMs: () => number;
}

/** A doubt that only the journal raised is dropped after so long: nobody else has spoken against the clock. */
const JOURNAL_DOUBT_MS = 24 * 3_600_000;

/** What the sessions of devices ask of whoever watches our clock. */
export interface TimeTeller {
  /** A device has shown its clock: theirs minus ours. */
  heard(mn: string, driftMs: number): void;
  /** False while devices must not be told the time by ourselves: our clock is in doubt, or was not looked at yet. */
  mayTell(): boolean;
  /** True while our clock is in doubt: then nobody is told the time, not even when a person asks for it. */
  isDoubted(): boolean;
}

/** For a clock that is a test's or a demo's own: it is always right. */
export const RIGHT_CLOCK: TimeTeller = { heard: () => {}, mayTell: () => true, isDoubted: () => false };

/**
 * Watches our own clock: once a second it is compared with the day of the build, with what the journal has seen, and
 * with the clocks of the devices. While it is believed, what it says is the measure of what comes; while it is not, the
 * measure goes on by monotonic time, so that a clock that comes back is believed at once.
 */
export class ClockGuard implements TimeTeller {
  readonly #deps: ClockGuardDeps;
  readonly #jury: ClockJury;
  #doubt: ClockDoubt | undefined;
  #doubtedSinceMs = 0;
  /** What the clock should say at the least, and when that was so. */
  #believed: { readonly at: Instant; readonly atMs: number } | undefined;
  #last: { readonly at: Instant; readonly atMs: number };

  constructor(deps: ClockGuardDeps) {
    this.#deps = deps;
    const atMs = deps.monotonicMs();
    this.#jury = new ClockJury(atMs);
    this.#last = { at: deps.clock.now(), atMs };
    const kept = deps.keeper.load();
    const at = kept === undefined ? deps.journalNewest : kept.believed;
    this.#believed = at === undefined ? undefined : { at, atMs };
    this.look();
    // What an earlier run has left behind and does not hold any more.
    if (kept !== undefined && this.#doubt === undefined) this.#clear();
  }

  get doubt(): ClockDoubt | undefined {
    return this.#doubt;
  }

  heard(mn: string, driftMs: number): void {
    this.#jury.hear(mn, driftMs, this.#deps.monotonicMs());
  }

  mayTell(): boolean {
    this.look();
    return this.#doubt === undefined && this.#jury.hasSpoken(this.#deps.monotonicMs(), this.#deps.devices());
  }

  isDoubted(): boolean {
    this.look();
    return this.#doubt !== undefined;
  }

  /** Compares; called once a second, and before anybody is told the time. */
  look(): void {
    const { clock, builtAt, monotonicMs } = this.#deps;
    const now = clock.now();
    const nowMs = monotonicMs();
    this.#noteLeap(now, nowMs);
    const believed = this.#believed && plus(this.#believed.at, Math.round(nowMs - this.#believed.atMs));
    const found = clockDoubt({ now, builtAt, believed, drifts: this.#jury.drifts(nowMs) });
    const doubt = this.#isOver(found, nowMs) ? undefined : found;
    if (doubt === undefined) this.#believed = { at: now, atMs: nowMs };
    if (doubt?.code !== this.#doubt?.code) this.#change(doubt, believed, nowMs);
    this.#doubt = doubt;
  }

  #noteLeap(now: Instant, nowMs: number): void {
    const leapMs = now - this.#last.at - (nowMs - this.#last.atMs);
    this.#last = { at: now, atMs: nowMs };
    if (Math.abs(leapMs) <= SAME_TIME) return;
    this.#jury.beginAnew(nowMs);
    this.#deps.counters.add("clock_leaps_total");
    this.#deps.log.warn({ leapSeconds: Math.round(leapMs / 1_000), now: formatIso(now) }, "our clock has leapt");
  }

  #isOver(found: ClockDoubt | undefined, nowMs: number): boolean {
    const isOfJournal = found?.code === "behind-journal" || found?.code === "ahead-of-journal";
    return isOfJournal && found.code === this.#doubt?.code && nowMs - this.#doubtedSinceMs >= JOURNAL_DOUBT_MS;
  }

  #change(doubt: ClockDoubt | undefined, believed: Instant | undefined, nowMs: number): void {
    const { counters, log } = this.#deps;
    counters.set("clock_in_doubt", doubt === undefined ? 0 : 1);
    if (doubt === undefined) {
      log.info({}, "our clock is believed again");
      this.#clear();
      return;
    }
    this.#doubtedSinceMs = nowMs;
    log.error({ ...doubt }, "our clock is in doubt: nobody is told the time and nothing expires");
    try {
      this.#deps.keeper.save({ doubt, believed });
    } catch (cause) {
      log.error({ cause: String(cause) }, "the doubt about our clock cannot be kept");
    }
  }

  #clear(): void {
    try {
      this.#deps.keeper.clear();
    } catch (cause) {
      this.#deps.log.error({ cause: String(cause) }, "the doubt about our clock cannot be taken back");
    }
  }
}
