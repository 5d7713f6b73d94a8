import fc from "fast-check";
import { expect, test } from "vitest";
import { coveredMinutes, type MinuteStart } from "./minute-coverage.ts";

const each = (count: number, distance: number, parts: Partial<MinuteStart> = {}): readonly MinuteStart[] =>
  Array.from({ length: count }, (_, i) => ({ minute: i * distance, ...parts }));
const total = (values: readonly MinuteStart[]): number => [...coveredMinutes(values, 10).values()].reduce((a, b) => a + b, 0);

test.each([
  ["20 single minutes of an interval that is not registered", each(20, 3), 20],
  ["six values on the usual grid of ten minutes", each(6, 10), 60],
  ["five of six on that grid", each(5, 10), 50],
  ["sixty single minutes", each(60, 1), 60],
  ["sixty single minutes of a device registered with ten", each(60, 1, { minutes: 10 }), 60],
  ["20 values of a device registered with three minutes", each(20, 3, { minutes: 3 }), 60],
  ["ten of twenty of these", each(10, 6, { minutes: 3 }), 30],
  ["one value of thirty minutes at minute 50", [{ minute: 50, minutes: 30 }], 10],
] as const)("%s cover so many minutes", (_what, values, minutes) => {
  expect(total(values)).toBe(minutes);
});

test("a value that another one follows stands for the minutes up to that", () => {
  const covered = coveredMinutes(each(60, 1, { minutes: 10 }), 10);

  // Nine of ten are calibration: only these six minutes are left.
  expect([...covered].filter(([minute]) => minute % 10 === 9).reduce((sum, [, n]) => sum + n, 0)).toBe(6);
});

test("whatever the values and their order, no hour has more than sixty minutes and no minute counts twice", () => {
  const value = fc.record({ minute: fc.nat(59) }, { requiredKeys: ["minute"] });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 70 }), (values) => {
      const covered = coveredMinutes(values, 10);
      expect([...coveredMinutes(values.toReversed(), 10)]).toEqual([...covered]);
      let free = 0;
      for (const [minute, minutes] of covered) {
        expect(minute).toBeGreaterThanOrEqual(free);
        free = minute + minutes;
      }
      expect(free).toBeLessThanOrEqual(60);
    }),
  );
});
