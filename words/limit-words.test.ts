import { expect, test } from "vitest";
import { brokenLimitText, type ComparedLimit, keptLimitText, limitSinceText } from "./limit-words.ts";

const most: ComparedLimit = { comparator: "<=", value: 200, unit: "mg/m3" };
const least: ComparedLimit = { comparator: ">=", value: 850, unit: "℃" };
const range: ComparedLimit = { comparator: "range", min: 6, max: 9, unit: "" };

test.each([
  ["an upper limit", most, "，高于限值 200 mg/m³", ", above the limit of 200 mg/m³"],
  ["a lower limit", least, "，低于限值 850 ℃", ", below the limit of 850 ℃"],
  ["a range", range, "，超出限值范围 6-9", ", outside the limits 6-9"],
])("a value that breaks %s is said to be beyond it, on the side that the limit forbids", (_, limit, zh, en) => {
  expect(brokenLimitText(limit, "zh")).toBe(zh);
  expect(brokenLimitText(limit, "en")).toBe(en);
});

test.each([
  ["an upper limit", most, "，不高于限值 200 mg/m³", ", not above the limit of 200 mg/m³"],
  ["a lower limit", least, "，不低于限值 850 ℃", ", not below the limit of 850 ℃"],
  ["a range", range, "，在限值范围 6-9 内", ", within the limits 6-9"],
])("a value that keeps %s is never said to break it", (_, limit, zh, en) => {
  expect(keptLimitText(limit, "zh")).toBe(zh);
  expect(keptLimitText(limit, "en")).toBe(en);
});

test("a limit names its document and the day since which it is in force", () => {
  const limit = { source: "GB 4915-2013", validFrom: "2014-03-01" };

  expect(limitSinceText(limit, "zh")).toBe("（GB 4915-2013，2014-03-01 起）");
  expect(limitSinceText(limit, "en")).toBe(" (GB 4915-2013, in force from 2014-03-01)");
});
