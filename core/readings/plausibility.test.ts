import { expect, test } from "vitest";
import { isImplausible, isSentinel } from "./plausibility.ts";

test.each([
  ...[65535, 6553.5, 655.35, 32767, 3276.7, 327.67, -32768, -3276.8, -327.68],
  ...[4294967295, 429496729.5, 2147483647, -2147483648],
])("the end of a register, %d, is written where there is no value", (value) => {
  expect(isSentinel(value)).toBe(true);
});

test.each([-999, -99.99, -9.99, -9999, 9999, 9999.9, 99999.99])(
  "nines only, %d, are written where there is no value",
  (value) => {
    expect(isSentinel(value)).toBe(true);
  },
);

test.each([0, 99.99, 326.99, 327, 999, 999.9, 9998, 19999, -1, -9, -99, -998, 65534, 32766])(
  "%d may be a measurement",
  (value) => {
    expect(isSentinel(value)).toBe(false);
  },
);

test("a value is implausible below and above the range of its channel, and in it only when it is none", () => {
  const range = { min: -40, max: 70_000 };

  expect([-40.1, -40, 70_000, 70_000.1].map((value) => isImplausible(value, range))).toEqual([true, false, false, true]);
  expect(isImplausible(65535, range)).toBe(true);
  expect(isImplausible(-40.1)).toBe(false);
});
