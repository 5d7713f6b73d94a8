import { expect, test } from "vitest";
import { thin } from "./series.ts";

const points = (values: readonly number[]) => values.map((value, i) => ({ i, value }));

test("a short series stays as it is", () => {
  const short = points([1, 2, 3]);

  expect(thin(short, 3)).toBe(short);
});

test("a long series keeps the highest and lowest of each stretch, the first and the last, in order", () => {
  const long = points([5, 9, 5, 5, 1, 5, 5, 5, 5, 8]);

  expect(thin(long, 4).map((p) => p.i)).toEqual([0, 1, 4, 9]);
});

test("no extreme is lost however much is left out", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => 50 + Math.sin(i / 37) * 10);
  values[7_777] = 999;
  values[1_234] = -5;

  const kept = thin(points(values), 400).map((p) => p.value);

  expect(kept.length).toBeLessThanOrEqual(400);
  expect([Math.max(...kept), Math.min(...kept)]).toEqual([999, -5]);
});

test("no extreme of the converted values is lost, either: that is what a limit may be compared with", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => ({ value: 50 + (i % 7), converted: 60 + (i % 5) }));
  values[7_777] = { value: 52, converted: 400 };

  const kept = thin(values, 600);

  expect(kept.length).toBeLessThanOrEqual(600);
  expect(Math.max(...kept.map((p) => p.converted))).toBe(400);
});
