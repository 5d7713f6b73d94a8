import { expect, test } from "vitest";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { instant } from "../time.ts";
import { Outline, outlineOf, pointOf } from "./outline.ts";

const SECONDS = 1_000;
const points = (values: readonly number[]) => values.map((value, i) => ({ at: instant(i * SECONDS), value }));

test("a short series stays as it is, and is not called thinned", () => {
  const outline = new Outline<{ at: ReturnType<typeof instant>; value: number }>(10);
  for (const point of points([1, 2, 3])) outline.add(point);

  expect(outline.points()).toEqual(points([1, 2, 3]));
  expect(outline.isThinned).toBe(false);
});

test("a long series keeps of each bucket the first, the highest, the lowest and the last, in order", () => {
  const long = points([5, 9, 5, 5, 1, 5, 5, 5, 5, 5, 5, 5, 5, 8, 5, 5]);

  // Buckets of 2 and of 4 s leave 16 and 14 points, one of 8 s leaves 0, 1, 4, 7 and 8, 13, 15.
  expect(outlineOf(long, 10).map(({ at }) => at / SECONDS)).toEqual([0, 1, 4, 7, 8, 13, 15]);
});

test("no extreme is lost however much is left out, and no more is kept than asked for", () => {
  const values = Array.from({ length: 100_000 }, (_, i) => 50 + Math.sin(i / 37) * 10);
  values[7_777] = 999;
  values[91_234] = -5;

  const kept = outlineOf(points(values), 400).map(({ value }) => value);

  expect(kept.length).toBeLessThanOrEqual(400);
  expect([Math.max(...kept), Math.min(...kept), kept[0], kept.at(-1)]).toEqual([999, -5, values[0], values.at(-1)]);
});

test("no extreme of the converted values is lost, either: that is what a limit may be compared with", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => ({ at: instant(i), value: 50 + (i % 7), converted: 60 + (i % 5) }));
  values[7_777] = { at: instant(7_777), value: 52, converted: 400 };

  expect(Math.max(...outlineOf(values, 600).map((p) => p.converted))).toBe(400);
});

test("the value of a calibration hides no usable one beside it", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => ({ at: instant(i), value: 50, flag: "N" }));
  values[5_000] = { at: instant(5_000), value: 900, flag: "C" };
  values[5_001] = { at: instant(5_001), value: 150, flag: "N" };

  const kept = outlineOf(values, 100);

  expect(kept).toContainEqual({ at: 5_000, value: 900, flag: "C" });
  expect(kept).toContainEqual({ at: 5_001, value: 150, flag: "N" });
});

test("values close together in a long range are not all in one bucket", () => {
  const early = { at: instant(0), value: 1 };
  const dense = Array.from({ length: 1_000 }, (_, i) => ({ at: instant(1e12 + i * SECONDS), value: i % 100 }));

  expect(outlineOf([early, ...dense], 200).length).toBeGreaterThan(100);
});

test("the converted value of a calibration hides no usable one, and neither is lost", () => {
  const usual = { value: 50, converted: 60, flag: "N" };
  const values = Array.from({ length: 10_000 }, (_, i) => ({ at: instant(i), ...usual }));
  values[5_000] = { at: instant(5_000), value: 50, converted: 900, flag: "C" };
  values[5_001] = { at: instant(5_001), value: 50, converted: 150, flag: "N" };

  const kept = outlineOf(values, 100).map(({ converted }) => converted);

  expect([kept.includes(900), kept.includes(150)]).toEqual([true, true]);
});

test("a point has a converted value only where its reading has one", () => {
  const at = instant(0);
  const place = { outlet: "o1", pollutant: "a21026", basis: "hour", ...ORIGIN } as const;
  const stored = { ...place, at, value: 50, flag: "N", seq: 3, receivedAt: at, revision: 1 };

  expect(pointOf(stored)).toEqual({ at, value: 50, flag: "N", revision: 1 });
  expect(pointOf({ ...stored, converted: 61.5 })).toEqual({ at, value: 50, converted: 61.5, flag: "N", revision: 1 });
});
