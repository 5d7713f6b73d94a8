import { expect, test } from "vitest";
import type { Basis } from "../readings/reading.ts";
import { HOUR, MINUTE } from "../time.ts";
import { labelOf, periodOf } from "./labels.ts";

const BASES: readonly Basis[] = ["realtime", "minute", "hour", "day"];
const labelsOf = (device: Parameters<typeof labelOf>[0]) => BASES.map((basis) => labelOf(device, basis));

test("a device of which nothing is said labels its periods with their start", () => {
  expect(labelsOf({})).toEqual(["start", "start", "start", "start"]);
});

test("a device labels minutes and days as its hours, unless its row says otherwise; a moment has no end", () => {
  expect(labelsOf({ hourLabel: "end" })).toEqual(["start", "end", "end", "end"]);
  expect(labelsOf({ hourLabel: "end", minuteLabel: "start" })).toEqual(["start", "start", "end", "end"]);
  expect(labelsOf({ hourLabel: "end", dayLabel: "start" })).toEqual(["start", "end", "end", "start"]);
});

test("a minute value covers one minute, or what the device's row says; hours and days have one length", () => {
  expect(BASES.map((basis) => periodOf({}, basis))).toEqual([0, MINUTE, HOUR, 24 * HOUR]);
  expect(periodOf({ minuteMinutes: 10 }, "minute")).toBe(10 * MINUTE);
  expect(periodOf({ minuteMinutes: 10 }, "hour")).toBe(HOUR);
});
