import { setImmediate as nextTurn } from "node:timers/promises";
import { vi } from "vitest";

/** More turns of the event loop than anything local ever takes. */
const MOST_TURNS = 5_000_000;

/** Timers of the code under test, which stand still until a test lets time pass. Sockets go on. */
export interface HeldTimers extends Disposable {
  pass(ms: number): void;
}

/**
 * Holds `setTimeout` until disposed, so that a busy machine cannot make a timer fire before an answer that was to come
 * first.
 */
export function holdTimers(): HeldTimers {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return {
    pass: (ms) => void vi.advanceTimersByTime(ms),
    [Symbol.dispose]: () => void vi.useRealTimers(),
  };
}

/** Resolves once the condition holds, without a clock. @throws Error when it does not come to hold. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; !condition(); turns++) {
    if (turns === MOST_TURNS) throw new Error(`does not come to hold: ${condition}`);
    await nextTurn();
  }
}
