import { expect, test } from "vitest";
import { columnDecimals, formatCount, formatLimit, formatUnit, formatValue, roundValue } from "./digits.ts";
import { fillWithMinutes } from "./fine-line.ts";
import { barWidth, sharePercent } from "./share.ts";
import { sparkPaths, splitAtGaps } from "./spark.ts";

test("a value is printed with the decimals of its pollutant", () => {
  expect(formatValue(230.5, "a21026")).toBe("230.50");
  expect(formatValue(301.24, "a21002")).toBe("301.2");
  expect(formatValue(7, "unheard-of")).toBe("7.00");
});

test("a value above its limit never prints as the limit, nor a trace as zero", () => {
  expect(formatValue(200.004, "a21026", 200)).toBe("200.004");
  expect(formatValue(50.04, "w01018", 50)).toBe("50.04");
  expect(formatValue(200, "a21026", 200)).toBe("200.00");
  expect(formatValue(0.0004, "a21026")).toBe("0.0004");
  expect(formatValue(0, "a21026")).toBe("0.00");
});

test("a limit is printed as the law writes it and a unit as people do", () => {
  expect(formatLimit(0.5)).toBe("0.5");
  expect(formatLimit(0.1 + 0.2)).toBe("0.3");
  expect(formatUnit("mg/m3")).toBe("mg/m³");
  expect(formatCount(18234)).toBe("18\u202f234");
});

test("a share is never rounded across the limit", () => {
  expect(sharePercent(1.004)).toBe("101%");
  expect(sharePercent(0.997)).toBe("99%");
  expect(sharePercent(1)).toBe("100%");
  expect(sharePercent(1.18)).toBe("118%");
});

test("the limit stands at two thirds of the bar, and the bar ends at its track", () => {
  expect(barWidth(1)).toBeCloseTo(66.667, 2);
  expect(barWidth(9)).toBe(100);
  expect(barWidth(-1)).toBe(0);
});

test("a silence of more than three usual intervals is a gap", () => {
  const points = [0, 60, 120, 180, 420, 480].map((at) => ({ at }));

  expect(splitAtGaps(points).map((run) => run.length)).toEqual([4, 2]);
  expect(splitAtGaps([])).toEqual([]);
});

test("a sparkline starts at zero and holds the limit", () => {
  const { lines, limitY } = sparkPaths([{ at: 0, value: 0 }], { from: 0, to: 100, limit: 10, width: 120, height: 24 });

  // The scale ends at 11 (limit and a tenth): 23 - 10/11 × 22 = 3.
  expect(limitY).toBe(3);
  expect(lines).toEqual(["0.0,23.0"]);
});

test("minute means fill the stretch before realtime begins, and the line goes on from them", () => {
  const minutes = [0, 10, 20, 30].map((m) => ({ at: m * 60_000, value: 1 }));
  const realtime = [31, 32, 33].map((m) => ({ at: m * 60_000, value: 2 }));

  const line = fillWithMinutes(realtime, minutes);

  expect(line.map((p) => p.at / 60_000)).toEqual([0, 10, 20, 31, 32, 33]);
  expect(splitAtGaps(line)).toHaveLength(1);
});

test("a silence that no minute mean fills stays a gap", () => {
  const realtime = [0, 1, 2, 30, 31].map((m) => ({ at: m * 60_000, value: 2 }));

  expect(splitAtGaps(fillWithMinutes(realtime, [])).map((run) => run.length)).toEqual([3, 2]);
});

test("a mean that is only looked at has about four digits, and is never rounded onto its limit or to nothing", () => {
  expect(roundValue(12.3456, "a21026")).toBe("12.35");
  expect(roundValue(1234.5, "a21026")).toBe("1235");
  expect(roundValue(200.004, "a21026", 200)).toBe("200.004");
  expect(roundValue(0.0004, "a21026")).toBe("0.0004");
});

test("a column has the decimals of its pollutant, and those by which one of its figures was judged", () => {
  expect(columnDecimals([1, 2.5], "a21026")).toBe(2);
  expect(columnDecimals([1, 200.0041], "a21026")).toBe(4);
  expect(columnDecimals([0.123456789], "a21026")).toBe(6);
});

test("a sparkline of nothing has a scale all the same, and none has a line of a limit that is not there", () => {
  const box = { from: 0, to: 100, limit: null, width: 120, height: 24 };

  expect(sparkPaths([], box)).toEqual({ lines: [], limitY: null });
  expect(sparkPaths([{ at: 50, value: 0 }], box)).toEqual({ lines: ["60.0,23.0"], limitY: null });
});
