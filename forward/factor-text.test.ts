import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
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
  expect(factorText("a21026", aReading({ flag: "" }), "2017")).toBeUndefined();
  expect(factorText("a21026", aReading({ flag: "N,a21026-Avg=1" }), "2017")).toBeUndefined();
});

test("one number without a form keeps the whole factor back: half of it would say something else", () => {
  expect(factorText("a21026", aReading({ max: 1e16 }), "2017")).toBeUndefined();
});

test("a level of noise leaves in the field of noise that the device used, not as a mean", () => {
  const noise = { pollutant: "Leq", factor: "Leq", value: 58.8, basis: "day" } as const;

  expect(factorText("Leq", aReading({ ...noise, field: "DayData" }), "2017")).toBe("Leq-DayData=58.8,Leq-Flag=N");
  expect(factorText("Leq", aReading({ ...noise, field: "Data" }), "2017")).toBe("Leq-Data=58.8,Leq-Flag=N");
});

test("what was said beside a value goes along, a mean before marking only to a platform of 2025", () => {
  const sampledAt = instant(Date.parse("2026-01-02T01:30:00+08:00"));
  const said = aReading({ value: 35, rawMean: 36.5, sampledAt, vendorFlag: "A01" });
  const beside = "a21026-SampleTime=20260102013000,a21026-EFlag=A01,a21026-Flag=N";

  expect(factorText("a21026", said, "2017")).toBe(`a21026-Avg=35,${beside}`);
  expect(factorText("a21026", said, "2025")).toBe(`a21026-RawAvg=36.5,a21026-Avg=35,${beside}`);
  expect(factorText("a21026", aReading({ value: 35, vendorFlag: "A=1;" }), "2025")).toBe("a21026-Avg=35,a21026-Flag=N");
});
