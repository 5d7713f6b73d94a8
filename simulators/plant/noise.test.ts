import { expect, test } from "vitest";
import { type Instant, instant, MINUTE } from "../../core/time.ts";
import { createNoise } from "./noise.ts";

const INDICES = Array.from({ length: 20_000 }, (_, i) => i);
const at = (ms: number): Instant => instant(1_795_000_000_000 + ms);

test("the same seed and name give the same chance, in any order of asking", () => {
  const forwards = createNoise(7, "a");
  const backwards = createNoise(7, "a");

  const there = INDICES.map((i) => forwards.jitter(i));
  const back = INDICES.toReversed().map((i) => backwards.jitter(i));

  expect(back.toReversed()).toEqual(there);
});

test("another seed, another name and another index give another chance", () => {
  const four = [
    createNoise(7, "a").jitter(1),
    createNoise(8, "a").jitter(1),
    createNoise(7, "b").jitter(1),
    createNoise(7, "a").jitter(2),
  ];

  expect(new Set(four).size).toBe(4);
});

test("jitter is spread evenly: mean 0 and variance one third", () => {
  const noise = createNoise(3, "even");
  const values = INDICES.map((i) => noise.jitter(i));

  expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(mean(values)).toBeCloseTo(0, 1);
  expect(mean(values.map((v) => v * v))).toBeCloseTo(1 / 3, 1);
});

test("the bell has mean 0 and standard deviation 1", () => {
  const noise = createNoise(3, "bell");
  const values = INDICES.map((i) => noise.bell(i));

  expect(mean(values)).toBeCloseTo(0, 1);
  expect(mean(values.map((v) => v * v))).toBeCloseTo(1, 1);
});

test("wandering goes through its knots and never jumps", () => {
  const noise = createNoise(5, "slow");
  const start = instant(Math.floor(at(0) / MINUTE) * MINUTE);
  const path = Array.from({ length: 600 }, (_, i) => noise.wander(instant(start + i * 1_000), MINUTE));
  const steps = path.slice(1).map((value, i) => Math.abs(value - (path[i] ?? value)));

  expect(path[60]).toBe(noise.jitter(start / MINUTE + 1));
  // The steepest way between two knots that differ by 2 is 1.5 · 2 in 60 steps.
  expect(Math.max(...steps)).toBeLessThan(0.0501);
  expect(Math.max(...path.map(Math.abs))).toBeLessThanOrEqual(1);
});

test("without strength there is silence", () => {
  const silence = createNoise(5, "quiet", 0);

  expect([silence.jitter(9), silence.bell(9), silence.wander(at(123), MINUTE)].map(Math.abs)).toEqual([0, 0, 0]);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
