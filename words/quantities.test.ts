import { expect, test } from "vitest";
import type { AppliedLimit } from "../core/judging/applied-limit.ts";
import { at } from "../tests/support/hour-facts.ts";
import { countText, limitSourceText, limitText, periodText, quantityText, rangeText } from "./quantities.ts";

const LIMIT: Omit<AppliedLimit, "comparator"> = {
  id: "l1",
  unit: "mg/m3",
  source: "permit",
  validFrom: "2025-01-01",
  basis: "hour-mean",
};

test("a value stands with its unit, a percent without a space, and what is missing is a dash", () => {
  expect(quantityText(0.1 + 0.2, "mg/m3")).toBe("0.3 mg/m³");
  expect(quantityText(13, "%")).toBe("13%");
  expect(quantityText(7, "")).toBe("7");
  expect(quantityText(null, "mg/m3")).toBe("—");
});

test("a limit says what it allows", () => {
  expect(limitText({ ...LIMIT, comparator: "<=", value: 200 })).toBe("≤ 200 mg/m³");
  expect(limitText({ ...LIMIT, comparator: ">=", value: 850, unit: "℃" })).toBe("≥ 850 ℃");
  expect(limitText({ ...LIMIT, comparator: "range", min: 6, max: 9, unit: "" })).toBe("6-9");
  expect(limitText({ ...LIMIT, comparator: "<=" })).toBe("≤ —");
});

test("an end that a range does not have is left open", () => {
  expect(rangeText({ min: 6 }, "")).toBe("6-");
});

test("one thing is singular in English, none and two are plural", () => {
  expect([0, 1, 2].map((n) => countText(n, "declaration", "declarations"))).toEqual([
    "0 declarations",
    "1 declaration",
    "2 declarations",
  ]);
});

test("a permit is named in both languages, a document as it is quoted", () => {
  expect([limitSourceText("permit", "zh"), limitSourceText("permit", "en")]).toEqual(["排污许可证", "discharge permit"]);
  expect(limitSourceText("GB 16297-1996 表 2", "en")).toBe("GB 16297-1996 表 2");
});

test("a period within a day is said with its clock, a day until 24:00, and a longer one by its first and last day", () => {
  const until = (end: string) => periodText({ start: at("2026-11-16T00:00:00+08:00"), end: at(end) });

  expect(until("2026-11-16T08:00:00+08:00")).toBe("2026-11-16 00:00-08:00");
  expect(until("2026-11-17T00:00:00+08:00")).toBe("2026-11-16 00:00-24:00");
  expect(until("2026-12-01T00:00:00+08:00")).toBe("2026-11-16 - 2026-11-30");
});
