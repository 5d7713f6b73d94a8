import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { StoreUnavailableError } from "../core/failures.ts";
import { NO_LOG } from "../core/log.ts";
import { ReaderLoop } from "./reader-loop.ts";

afterEach(() => void vi.useRealTimers());

/** A loop over `step`, with a bell that the test rings. */
function startLoop(step: () => Promise<boolean>) {
  let ring = (): void => {};
  const fatal: Error[] = [];
  const store: boolean[] = [];
  const loop = new ReaderLoop({
    name: "test",
    log: NO_LOG,
    onNews: (listener) => {
      ring = listener;
      return () => {};
    },
    step,
    onFatal: (error) => void fatal.push(error),
    onStore: (up) => void store.push(up),
  });
  return { loop, ring: () => ring(), fatal, store };
}

/** Counts steps and lets a test wait for the n-th. */
function countedSteps(answer: (step: number) => boolean | Error) {
  let count = 0;
  const waiting = new Map<number, () => void>();
  return {
    taken: () => count,
    reached: (n: number) => new Promise<void>((resolve) => (count >= n ? resolve() : waiting.set(n, resolve))),
    async step(): Promise<boolean> {
      count += 1;
      waiting.get(count)?.();
      const result = answer(count);
      if (result instanceof Error) throw result;
      return result;
    },
  };
}

test("a reader works while there is work and again when there is news", async () => {
  const steps = countedSteps((n) => n < 3);
  const { loop, ring } = startLoop(steps.step);

  await steps.reached(3);
  ring();
  await steps.reached(4);

  await loop.stop();
});

test("a reader tries again when its store was away, and says when it is back", async () => {
  const steps = countedSteps((n) => (n === 1 ? new StoreUnavailableError("away") : false));
  const { loop, store, fatal } = startLoop(steps.step);

  await steps.reached(2);
  await loop.stop();

  expect(store).toEqual([false, true]);
  expect(fatal).toEqual([]);
});

test("a bug ends the reader and is reported once", async () => {
  const bug = new Error("impossible");
  const steps = countedSteps(() => bug);
  const { loop, fatal } = startLoop(steps.step);

  await steps.reached(1);
  await loop.stop();

  expect(fatal).toEqual([bug]);
});

test("timers run between two batches of a reader that never runs dry", async () => {
  const { loop } = startLoop(async () => true);

  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  await loop.stop();
});

test("a reader that has nothing to do sleeps until there is news", async () => {
  const steps = countedSteps(() => false);
  const { loop, ring } = startLoop(steps.step);
  await steps.reached(1);
  await nextTurn();
  expect(steps.taken()).toBe(1);

  ring();
  await steps.reached(2);

  await loop.stop();
});

test("news do not shorten the wait for a store that is away", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const steps = countedSteps((n) => (n === 1 ? new StoreUnavailableError("away") : false));
  const { loop, ring } = startLoop(steps.step);
  await steps.reached(1);
  await nextTurn();

  ring();
  await nextTurn();
  expect(steps.taken()).toBe(1);
  vi.advanceTimersByTime(10_000);
  await steps.reached(2);

  await loop.stop();
});

test("a reader that waits for its store ends at once when it is told to", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const steps = countedSteps(() => new StoreUnavailableError("away"));
  const { loop, store } = startLoop(steps.step);
  await steps.reached(1);
  await nextTurn();

  await loop.stop();

  expect(steps.taken()).toBe(1);
  expect(store).toEqual([false]);
});

test("a reader whose store fails while it is told to end does not wait for the store", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let fail = (_error: Error): void => {};
  const { loop } = startLoop(
    () =>
      new Promise<boolean>((_resolve, reject) => {
        fail = reject;
      }),
  );

  const ended = loop.stop();
  fail(new StoreUnavailableError("away"));

  await ended;
  expect(vi.getTimerCount()).toBe(0);
});

test("a reader is known by the name under which its cursor is kept", async () => {
  const { loop } = startLoop(async () => false);

  expect(loop.name).toBe("test");
  await loop.stop();
});
