import { LEAST_MAJORITY } from "../core/clock-doubt.ts";

/** A device that has not shown its clock for so long has no voice. */
const HEARD_MS = 3_600_000;
/** So long is waited for the voices of devices: most send a realtime value once a minute. */
const WAIT_MS = 90_000;

/** What the clocks of the devices say of ours. Times in milliseconds are monotonic: our clock is what is judged. */
export class ClockJury {
  readonly #voices = new Map<string, { readonly driftMs: number; readonly atMs: number }>();
  #sinceMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  /** A device has shown its clock: theirs minus ours. */
  hear(mn: string, driftMs: number, nowMs: number): void {
    this.#voices.set(mn, { driftMs, atMs: nowMs });
  }

  /** Our clock has leapt: what was heard before says nothing any more. */
  beginAnew(nowMs: number): void {
    this.#voices.clear();
    this.#sinceMs = nowMs;
  }

  drifts(nowMs: number): readonly number[] {
    for (const [mn, { atMs }] of this.#voices) if (nowMs - atMs > HEARD_MS) this.#voices.delete(mn);
    return [...this.#voices.values()].map(({ driftMs }) => driftMs);
  }

  /**
   * True when enough devices have spoken to know whether ours is the odd clock, when there are not enough devices for
   * that at all, or when they were waited for long enough.
   */
  hasSpoken(nowMs: number, devices: number): boolean {
    return devices < LEAST_MAJORITY || this.#voices.size >= LEAST_MAJORITY || nowMs - this.#sinceMs >= WAIT_MS;
  }
}
