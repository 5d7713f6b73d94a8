import fc from "fast-check";
import { expect, test } from "vitest";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { DAY, HOUR, type Instant, instant, MINUTE } from "../time.ts";
import { isBucketWidth, Outline, outlineOf, outlineOfBucket, pointOf } from "./outline.ts";

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

  // Buckets of 5 s leave 0, 1, 4 of the first, 5 and 9 of the second, 10, 13, 14 of the third, and 15.
  expect(outlineOf(long, 10).map(({ at }) => at / SECONDS)).toEqual([0, 1, 4, 5, 9, 10, 13, 14, 15]);
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

  expect(outlineOf([early, ...dense], 200).length).toBeGreaterThan(50);
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

test("what is summed up hour by hour gives the same outline as the points themselves", () => {
  interface Point {
    readonly at: Instant;
    readonly value: number;
    readonly flag: string;
    readonly converted?: number;
  }
  const aPoint: fc.Arbitrary<Point> = fc.record(
    {
      at: fc.integer({ min: 0, max: 100 * HOUR }).map(instant),
      value: fc.integer({ min: -9, max: 9 }),
      flag: fc.constantFrom("N", "C"),
      converted: fc.integer({ min: -9, max: 9 }),
    },
    { requiredKeys: ["at", "value", "flag"] },
  );
  const anHour = ({ at }: { readonly at: number }) => Math.floor(at / HOUR);
  fc.assert(
    fc.property(fc.uniqueArray(aPoint, { minLength: 200, maxLength: 400, selector: ({ at }) => at }), (unordered) => {
      const all = unordered.toSorted((a, b) => a.at - b.at);
      const [whole, summed] = [new Outline<Point>(20, HOUR), new Outline<Point>(20, HOUR)];

      for (const point of all) whole.add(point);
      for (const hour of new Set(all.map(anHour))) {
        const inHour = all.filter((point) => anHour(point) === hour);
        summed.addOutlined(outlineOfBucket(inHour), inHour.length);
      }

      expect(summed.points()).toEqual(whole.points());
      expect(summed.isThinned).toBe(true);
    }),
  );
});

const onePoint = points([1]) as [{ at: Instant; value: number }];

test("a few points that were summed up are not called thinned while none was left out", () => {
  const [few, outline] = [new Outline<(typeof onePoint)[0]>(10, HOUR), new Outline<(typeof onePoint)[0]>(10, HOUR)];

  few.addOutlined(outlineOfBucket(points([1, 2])), 2);
  expect([few.points(), few.isThinned]).toEqual([points([1, 2]), false]);

  outline.addOutlined(outlineOfBucket(points([1, 2, 2, 3])), 4);
  expect([outline.points(), outline.isThinned]).toEqual([[onePoint[0], { at: 3_000, value: 3 }], true]);
});

test("an hour and a day are widths of buckets, a minute is none", () => {
  expect([HOUR, DAY, 30 * DAY, 900 * DAY, MINUTE].map((width) => isBucketWidth(width))).toEqual([true, true, true, true, false]);
});

test("buckets go on doubling however long the range is", () => {
  const years = Array.from({ length: 1_000 }, (_, i) => ({ at: instant(i * 365 * DAY), value: i }));

  const kept = outlineOf(years, 10);

  expect([kept[0]?.value, kept.at(-1)?.value]).toEqual([0, 999]);
  expect(kept.length).toBeLessThanOrEqual(10);
});
