import type { HeardFrame } from "../core/field/frame-observer.ts";
import { HOUR, type Instant } from "../core/time.ts";
import { driftOf, MOST_DRIFT } from "./clock-drift.ts";

/** Once a second is enough, and keeps the reading of times off the way of most frames. */
const EVERY_MS = 1_000;
/** So long a wrong clock is watched before it is set: a backlog with old QNs goes by faster. */
const WATCHED_MS = 2_000;
/** A device that does not let its clock be set is not told again and again. */
const NOT_AGAIN = HOUR;

/** Watches the clock of one device. Times in milliseconds are monotonic. */
export class ClockWatch {
  /** `undefined` while the clock is right. */
  #wrongSinceMs: number | undefined;
  #notBeforeMs = 0;
  #toldAt: Instant | undefined;

  /**
   * The device's clock minus ours in milliseconds, when the frame tells and it is time to look; a request for the time
   * (1013) is always looked at.
   */
  look({ header, dataArea, at }: HeardFrame, nowMs: number): number | undefined {
    const { cn, qn, isBackfill } = header;
    if (nowMs < this.#notBeforeMs && cn !== "1013") return undefined;
    const driftMs = driftOf({ cn, qn, isBackfill, dataArea, receivedAt: at });
    if (driftMs === undefined) return undefined;
    this.#notBeforeMs = nowMs + EVERY_MS;
    if (Math.abs(driftMs) > MOST_DRIFT) this.#wrongSinceMs ??= nowMs;
    else this.#wrongSinceMs = undefined;
    return driftMs;
  }

  /** True when the device is to be told the time: its clock has been wrong for a while, and it was not told lately. */
  isDue(nowMs: number, now: Instant): boolean {
    if (this.#wrongSinceMs === undefined || nowMs - this.#wrongSinceMs < WATCHED_MS) return false;
    return this.#toldAt === undefined || now - this.#toldAt >= NOT_AGAIN;
  }

  /** The device is being told. */
  told(now: Instant): void {
    this.#toldAt = now;
    this.#wrongSinceMs = undefined;
  }
}
