import { expect, test } from "vitest";
import { err } from "../../core/result.ts";
import { atReferenceOxygen } from "./oxygen.ts";

// 42 × 12 / 9.5; 20 × 15 / 13; 150 × 10 / 8; 30 × 17.5 / 16; at the reference the value stays what it is.
test.each([
  [42.0, 11.5, 9, 53.0526],
  [20, 8.0, 6, 23.0769],
  [150, 13.0, 11, 187.5],
  [30, 5.0, 3.5, 32.8125],
  [100, 9, 9, 100],
])("%d mg/m³ at %d %% oxygen is, at a reference of %d %%, %d mg/m³", (value, measured, reference, expected) => {
  const converted = atReferenceOxygen(value, measured, reference);

  expect(converted.ok && converted.value).toBeCloseTo(expected, 4);
});

test("a value converts exactly: 150 at 13 % with reference 11 % is 187.5 and not nearly", () => {
  expect(atReferenceOxygen(150, 13, 11)).toEqual({ ok: true, value: 187.5 });
});

test.each([21, 21.5, -0.1, Number.NaN])("measured oxygen of %d %% makes the value unusable", (oxygen) => {
  expect(atReferenceOxygen(100, oxygen, 9)).toEqual(err({ code: "measured-oxygen-unusable", oxygen }));
});

test("just below 21 % the value is still computed, not clamped: 1 × 12 / 0.5 = 24", () => {
  expect(atReferenceOxygen(1, 20.5, 9)).toEqual({ ok: true, value: 24 });
});

test("a reference of 21 % is refused: it would turn every value to zero", () => {
  expect(atReferenceOxygen(100, 10, 21)).toEqual(err({ code: "reference-oxygen-unusable" }));
});
