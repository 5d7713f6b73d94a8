import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../core/log.ts";
import { EverySecond } from "./every-second.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a look that fails every second is said at its first, second, fourth and eighth time, and anew after one that did not", async () => {
  const times: unknown[] = [];
  let looks = 0;
  const look = async (): Promise<void> => {
    looks += 1;
    // The tenth look alone is well.
    if (looks !== 10) throw new Error("no such table");
  };
  const every = new EverySecond(look, { ...NO_LOG, error: (facts) => void times.push(facts) });

  await vi.advanceTimersByTimeAsync(12_000);
  await every.stop();
  await vi.advanceTimersByTimeAsync(5_000);

  expect(looks).toBe(12);
  expect(times).toEqual([1, 2, 4, 8, 1, 2].map((n) => ({ cause: "Error: no such table", times: n })));
});

test("a look that takes longer than a second is not begun again before it is done, and a stop waits for it", async () => {
  let looks = 0;
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const every = new EverySecond(() => {
    looks += 1;
    return done;
  }, NO_LOG);

  await vi.advanceTimersByTimeAsync(3_000);
  const stopped = every.stop();
  finish();
  await stopped;

  expect(looks).toBe(1);
});
