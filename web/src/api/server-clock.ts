import type { Session } from "./session.ts";

/**
 * What time it is on the server, guessed between two looks: pages count ages and deadlines by the product's clock, not
 * by the browser's.
 */
export interface ClockSample {
  readonly serverMs: number;
  readonly localMs: number;
  /** Server milliseconds per local millisecond: 1, the scale of a scaled clock, or 0 when it stands. */
  readonly rate: number;
}

/**
 * The next sample from the one before and a fresh answer. The scale of a scaled clock is learnt from two answers at
 * least a second apart.
 */
export function nextSample(before: ClockSample | null, clock: Session["clock"], localMs: number): ClockSample {
  const serverMs = Date.parse(clock.now);
  if (clock.kind === "manual") return { serverMs, localMs, rate: 0 };
  if (clock.kind === "system" || before === null) return { serverMs, localMs, rate: 1 };
  const passed = localMs - before.localMs;
  return { serverMs, localMs, rate: passed >= 1_000 ? (serverMs - before.serverMs) / passed : before.rate };
}

/** The server's time at `localMs`. */
export function serverTime(sample: ClockSample, localMs: number): number {
  return sample.serverMs + (localMs - sample.localMs) * sample.rate;
}

let current: ClockSample | null = null;

/** Takes what the server just said about its clock. */
export function noteClock(clock: Session["clock"]): void {
  current = nextSample(current, clock, Date.now());
}

/** The server's time now, in milliseconds; the browser's clock until the server has said. */
export function now(): number {
  return current === null ? Date.now() : serverTime(current, Date.now());
}
