import { expect, test } from "vitest";
import { isSameUnit, kilogramsOfAnHour, shifted, unitShift } from "./units.ts";

test("spellings of one unit are the same unit; another scale is not", () => {
  expect(isSameUnit("mg/Nm3", "mg/m³")).toBe(true);
  expect(isSameUnit("μg/m3", "ug/m³")).toBe(true);
  expect(isSameUnit("mg/L", "mg/l")).toBe(true);
  expect(isSameUnit("%", "%")).toBe(true);
  expect(isSameUnit("℃", "°C")).toBe(true);
  expect(isSameUnit("mg/m3", "ug/m3")).toBe(false);
});

// 5000 µg are 5 mg (10^-3), 1 mg is 1000 µg (10^3), 1 g/L is 10^9 ng/L.
test.each([
  ["ug/m3", "mg/m3", -3],
  ["mg/m³", "µg/m³", 3],
  ["g/L", "ng/L", 9],
  ["kPa", "Pa", 3],
  ["uS/cm", "mS/cm", -3],
  ["mg/m3", "mg/Nm³", 0],
  ["nonsense", "nonsense", 0],
])("a value of %s is written in %s by ten to the power of %i", (from, to, exponent) => {
  expect(unitShift(from, to)).toBe(exponent);
});

test.each([
  ["mg/L", "mg/m3"],
  ["mg/m3", "kg/h"],
  ["kg/h", "mg/m3"],
  ["", "mg/m3"],
  ["Pa", "mg/m3"],
])("%s does not measure what %s does", (from, to) => {
  expect(unitShift(from, to)).toBeUndefined();
});

test("a shift downwards divides, because 0.001 has no exact binary fraction", () => {
  expect(shifted(5000, -3)).toBe(5);
  expect(shifted(9, -3)).toBe(0.009);
  expect(shifted(0.5, 3)).toBe(500);
  expect(shifted(35.2, 0)).toBe(35.2);
});

test("a concentration times a flow is a mass, in whatever units both are", () => {
  const kg = (value: number, unit: string, flow: number, per: string) =>
    kilogramsOfAnHour({ value, unit }, { value: flow, unit: per });

  // 50 mg/m³ × 100,000 m³/h = 5 kg; 30 mg/L × 640 L/s × 3,600 s = 69.12 kg.
  expect(kg(50, "mg/m3", 100_000, "m3/h")).toBe(5);
  expect(kg(50_000, "µg/m³", 100_000, "Nm3/h")).toBe(5);
  expect(kg(30, "mg/L", 640, "L/s")).toBe(69.12);
  expect(kg(1, "g/L", 2, "m3/min")).toBe(120);
  expect(kg(50, "mg/m3", 5, "Pa")).toBeUndefined();
  expect(kg(50, "%", 5, "m3/h")).toBeUndefined();
});
