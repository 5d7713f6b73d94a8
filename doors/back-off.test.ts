import fc from "fast-check";
import { expect, test } from "vitest";
import { BackOff } from "./back-off.ts";

const LIMITS = { firstMs: 500, longestMs: 30_000 };

function waits(name: string, count: number): readonly number[] {
  const backOff = new BackOff(name, LIMITS);
  return Array.from({ length: count }, () => backOff.next());
}

test("waits double from the first to the longest, each between half and the whole of its bound", () => {
  const bounds = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];

  for (const [attempt, wait] of waits("reader", bounds.length).entries()) {
    const bound = bounds[attempt] ?? 0;
    expect(wait).toBeGreaterThanOrEqual(bound / 2);
    expect(wait).toBeLessThanOrEqual(bound);
  }
});

test("no waiter ever waits longer than the longest wait, however often it fails", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      for (const wait of waits(name, 60)) {
        expect(wait).toBeGreaterThanOrEqual(250);
        expect(wait).toBeLessThanOrEqual(30_000);
      }
    }),
  );
});

test("waiters wait differently, and one of them always the same", () => {
  const seventh = (name: string) => waits(name, 7).at(-1);
  const names = Array.from({ length: 100 }, (_, i) => `reader-${i}`);

  expect(new Set(names.map(seventh)).size).toBeGreaterThan(90);
  expect(names.map(seventh)).toEqual(names.map(seventh));
});

test("after a success the waiting begins from the start", () => {
  const backOff = new BackOff("reader", LIMITS);
  const first = backOff.next();
  for (let i = 0; i < 5; i++) backOff.next();
  backOff.reset();

  expect(backOff.next()).toBe(first);
});
