import { expect, test } from "vitest";
import { StoreUnavailableError } from "../core/failures.ts";
import { NO_LOG } from "../core/log.ts";
import { ReaderLoop } from "./reader-loop.ts";

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
