import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBeijingStamp } from "../../../core/time.ts";
import { readStamp } from "./read-stamp.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  // 1970-01-01 08:00 in Beijing is the epoch.
  ["19700101080000", 0],
  ["20260102030500", Date.parse("2026-01-01T19:05:00Z")],
  ["20240229235959", Date.parse("2024-02-29T15:59:59Z")],
  ["20000229000000", Date.parse("2000-02-28T16:00:00Z")],
  ["10000101000000", Date.parse("0999-12-31T16:00:00Z")],
])("the stamp %s is read", (text, expected) => {
  expect(readStamp(bytes(text), 0)).toBe(expected);
});

test.each(["20230229000000", "19000229000000", "20260431000000", "20261301000000", "20260100000000", "20260101240000"])(
  "the stamp %s names no moment",
  (text) => {
    expect(readStamp(bytes(text), 0)).toBeUndefined();
  },
);

test.each(["2026010203050", "2026010203050x", "", "/0260102030500", ":0260102030500"])("%j is not a stamp", (text) => {
  expect(readStamp(bytes(text), 0)).toBeUndefined();
});

test("any 14 digits are read as the core reads them, wherever they stand", () => {
  const two = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, "0"));
  const likely = fc.tuple(two(99), two(99), two(13), two(32), two(25), two(61), two(61)).map((parts) => parts.join(""));
  fc.assert(
    fc.property(likely, fc.string({ maxLength: 5, unit: "binary-ascii" }), (digits, before) => {
      expect(readStamp(bytes(before + digits), before.length)).toBe(parseBeijingStamp(digits));
    }),
    { numRuns: 2_000 },
  );
});
