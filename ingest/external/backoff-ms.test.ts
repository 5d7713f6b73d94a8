import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs } from "./backoff-ms.ts";

const BOUNDS = { first: 500, longest: 30_000 };

test("waits double from the shortest to the longest, each between a half and the whole of it", () => {
  const wholes = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];

  for (const [attempt, whole] of wholes.entries()) {
    const wait = backoffMs("reader", attempt, BOUNDS);
    expect(wait).toBeGreaterThanOrEqual(whole / 2);
    expect(wait).toBeLessThanOrEqual(whole);
  }
});

test("no attempt of anybody waits longer than the longest wait", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (clientId, attempt) => {
      const wait = backoffMs(clientId, attempt, BOUNDS);
      expect(wait).toBeGreaterThanOrEqual(250);
      expect(wait).toBeLessThanOrEqual(30_000);
    }),
  );
});

test("readers wait differently, and one of them always the same", () => {
  const waits = Array.from({ length: 100 }, (_, i) => backoffMs(`reader-${i}`, 6, BOUNDS));

  expect(new Set(waits).size).toBeGreaterThan(90);
  expect(waits).toEqual(Array.from({ length: 100 }, (_, i) => backoffMs(`reader-${i}`, 6, BOUNDS)));
});
