import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Bus } from "./bus.ts";

const JOIN_MS = 20;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** A bus that nobody else is on, and how often it rang for the journal. */
function listeningBus() {
  const bus = new Bus(`bus-test-${randomUUID()}`);
  let rings = 0;
  bus.on("journal", () => {
    rings += 1;
  });
  return { bus, count: () => rings, [Symbol.dispose]: () => bus.close() };
}

test("a lone hint leaves at once", () => {
  using listening = listeningBus();

  listening.bus.wake("journal");

  expect(listening.count()).toBe(1);
});

test("the hints of a burst are joined, and the last of them is not lost", () => {
  using listening = listeningBus();

  for (let i = 0; i < 100; i++) listening.bus.wake("journal");
  const inTheBurst = listening.count();
  vi.advanceTimersByTime(JOIN_MS);
  const afterIt = listening.count();
  vi.advanceTimersByTime(JOIN_MS);

  expect([inTheBurst, afterIt, listening.count()]).toEqual([1, 2, 2]);
});

test("topics do not wait for each other", () => {
  using listening = listeningBus();

  listening.bus.wake("records");
  listening.bus.wake("journal");

  expect(listening.count()).toBe(1);
});

test("who misses every hint looks at the stores all the same", () => {
  using listening = listeningBus();

  vi.advanceTimersByTime(200);

  expect(listening.count()).toBe(1);
});
