import { LEAST_MAJORITY, SAME_TIME } from "../core/clock-doubt.ts";

/** A device that has not shown its clock for so long has no voice. */
const HEARD_MS = 3_600_000;
/** So long is waited for voices: most devices send a realtime value once a minute, and a slow clock takes two. */
const WAIT_MS = 150_000;
/** A clock that is behind ours has a voice once it was behind by the same for so long: a backlog comes nearer. */
const STEADY_MS = 60_000;

interface Voice {
  readonly driftMs: number;
  /** When and by how much the clock was off when it was first off by about as much as now. */
  readonly first: { readonly driftMs: number; readonly atMs: number };
  readonly atMs: number;
}

/**
 * What the clocks of the devices say of ours. A time ahead of ours tells by itself, since nothing is sent before its
 * time; one behind us may be that of a frame that was kept for a while, and tells when it goes on with ours. Times in
 * milliseconds are monotonic: our clock is what is judged.
 */
export class ClockJury {
  readonly #voices = new Map<string, Voice>();
  #sinceMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  /** A device has shown its clock: theirs minus ours. */
  hear(mn: string, driftMs: number, nowMs: number): void {
    const before = this.#voices.get(mn)?.first;
    const isSteady = before !== undefined && Math.abs(driftMs - before.driftMs) <= STEADY_MS;
    this.#voices.set(mn, { driftMs, first: isSteady ? before : { driftMs, atMs: nowMs }, atMs: nowMs });
  }

  /** Our clock has leapt: what was heard before says nothing any more. */
  beginAnew(nowMs: number): void {
    this.#voices.clear();
    this.#sinceMs = nowMs;
  }

  drifts(nowMs: number): readonly number[] {
    for (const [mn, { atMs }] of this.#voices) if (nowMs - atMs > HEARD_MS) this.#voices.delete(mn);
    return [...this.#voices.values()].filter(hasVoice).map(({ driftMs }) => driftMs);
  }

  /**
   * True when enough devices have spoken to know whether ours is the odd clock, when there are not enough devices for
   * that at all, or when they were waited for long enough.
   */
  hasSpoken(nowMs: number, devices: number): boolean {
    if (devices < LEAST_MAJORITY || nowMs - this.#sinceMs >= WAIT_MS) return true;
    return this.drifts(nowMs).length >= LEAST_MAJORITY;
  }
}

function hasVoice({ driftMs, first, atMs }: Voice): boolean {
  return driftMs >= -SAME_TIME || atMs - first.atMs >= STEADY_MS;
}
