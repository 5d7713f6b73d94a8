import { expect, test } from "vitest";
import { decimalText, factorText } from "./factor-text.ts";
import { aReading } from "./testing/forward-facts.ts";

test.each([
  [35.2, "35.2"],
  [-0.5, "-0.5"],
  [0, "0"],
  [-0, "0"],
  [1e-7, "0.0000001"],
  [-1.25e-9, "-0.00000000125"],
  [1.234567890123e-7, "0.0000001234567890123"],
  [999_999_999_999_999, "999999999999999"],
] as const)("%d is written as %s, which reads back as the same number", (value, text) => {
  expect(decimalText(value)).toBe(text);
  expect(Number(text)).toBe(value === 0 ? 0 : value);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e15 + 1, 1e-40])("%d has no form in HJ 212", (value) => {
  expect(decimalText(value)).toBeUndefined();
});

test("a value never leaves without its flag", () => {
  expect(factorText("a21026", aReading({ flag: "" }))).toBeUndefined();
  expect(factorText("a21026", aReading({ flag: "N,a21026-Avg=1" }))).toBeUndefined();
});

test("one number without a form keeps the whole factor back: half of it would say something else", () => {
  expect(factorText("a21026", aReading({ max: 1e16 }))).toBeUndefined();
});

test("a level of noise leaves in the field of noise that the device used, not as a mean", () => {
  const noise = { pollutant: "Leq", factor: "Leq", value: 58.8, basis: "day" } as const;

  expect(factorText("Leq", aReading({ ...noise, field: "DayData" }))).toBe("Leq-DayData=58.8,Leq-Flag=N");
  expect(factorText("Leq", aReading({ ...noise, field: "Data" }))).toBe("Leq-Data=58.8,Leq-Flag=N");
});
