import { expect, test } from "vitest";
import { instant } from "../time.ts";
import { type Reading, sameContent } from "./reading.ts";

const stored: Reading = {
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour",
  at: instant(Date.UTC(2026, 10, 23)),
  value: 50,
  flag: "N",
  converted: 60,
};
const { converted: _converted, ...unconverted } = stored;

test.each([
  ["the same value, flag and converted value are", stored, true],
  ["a repetition that leaves the converted value out is", unconverted, true],
  ["another value is not", { ...stored, value: 51 }, false],
  ["another flag is not", { ...stored, flag: "M" }, false],
  ["another converted value is not", { ...stored, converted: 61 }, false],
] as const)("%s the same content", (_what, sent, same) => {
  expect(sameContent(stored, sent as Reading)).toBe(same);
});
