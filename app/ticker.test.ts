import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../core/log.ts";
import { instant } from "../core/time.ts";
import { Ticker, type TickerDeps } from "./ticker.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/**
 * How many ticks the first second brings where a deadline is always due, and our clock is trusted look by look; it is
 * stopped at the last look that is listed.
 */
async function ticks(trusted: readonly boolean[]): Promise<number> {
  let appended = 0;
  let ticker: Ticker | undefined;
  const left = [...trusted];
  const over = new Promise<void>((resolve) => {
    const isTrusted = (): boolean => {
      if (left.length <= 1) resolve();
      return left.shift() ?? true;
    };
    const append = async (): Promise<number> => {
      appended += 1;
      return appended;
    };
    const records = { cursor: async () => appended, nextDeadline: async () => ({ at: instant(500) }) };
    const clock = { kind: "manual", now: () => instant(1_000) };
    const deps = { clock, journal: { append }, records, isTrusted, log: NO_LOG } as unknown as TickerDeps;
    ticker = new Ticker(deps);
  });
  vi.advanceTimersByTime(1_000);
  await over;
  await ticker?.stop();
  return appended;
}

test("while ticks find work the next looks follow at once, each only by a clock that is not in doubt", async () => {
  expect(await ticks([false])).toBe(0);
  expect(await ticks([true, false])).toBe(1);
  expect(await ticks([true, true, true, false])).toBe(3);
});

test("a stop ends the looks that follow each other", async () => {
  expect(await ticks([true])).toBe(1);
});
