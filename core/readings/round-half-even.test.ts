import fc from "fast-check";
import { expect, test } from "vitest";
import { roundHalfEven } from "./round-half-even.ts";

// The examples of GB/T 8170-2008, 3.2.
test.each([
  [12.1498, 0, 12],
  [12.1498, 1, 12.1],
  [1268, -2, 1300],
  [1.05, 1, 1],
  [0.35, 1, 0.4],
  [2.5, 0, 2],
  [3.5, 0, 4],
  [0.0325, 3, 0.032],
  [32500, -3, 32000],
  [10.5002, 0, 11],
  [-2.5, 0, -2],
  [-0.0365, 3, -0.036],
  [1.005, 2, 1],
  [1.015, 2, 1.02],
  [1e-7, 2, 0],
])("%d at %d decimals is %d", (value, decimals, rounded) => {
  expect(roundHalfEven(value, decimals)).toBe(rounded);
});

test("of any value the result is at most half a step away, keeps the order, and stays when it is rounded again", () => {
  const values = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000);
  fc.assert(
    fc.property(values, values, fc.integer({ min: 0, max: 3 }), (a, b, decimals) => {
      const [low, high] = a <= b ? [a, b] : [b, a];
      expect(roundHalfEven(low, decimals)).toBeLessThanOrEqual(roundHalfEven(high, decimals));
      expect(Math.abs(roundHalfEven(a, decimals) - a)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-6);
      expect(roundHalfEven(roundHalfEven(a, decimals), decimals)).toBe(roundHalfEven(a, decimals));
    }),
  );
});
