import { expect, test } from "vitest";
import { aLimit } from "../tests/support/hour-facts.ts";
import { breakingAny } from "./may-break.ts";

test("a value may break the strictest row that judges; a row that is a guess judges nothing", () => {
  const mayBreak = breakingAny([aLimit({ value: 200 }), aLimit({ value: 300 }), aLimit({ value: 1, confidence: "G" })]);

  expect([200, 200.1].map(mayBreak)).toEqual([false, true]);
});

test("what is converted to a reference of oxygen may break from a quarter of the limit on", () => {
  const mayBreak = breakingAny([aLimit({ value: 200, converted: true })]);

  expect([50, 51].map(mayBreak)).toEqual([false, true]);
});

test("a lower limit is broken from below, a range from both sides, and none by anything", () => {
  const { value: _, ...range } = aLimit({ comparator: "range", min: 6, max: 9 });

  expect([849, 850, 851].map(breakingAny([aLimit({ value: 850, comparator: ">=" })]))).toEqual([true, false, false]);
  expect([5.9, 6, 9, 9.1].map(breakingAny([range]))).toEqual([true, false, false, true]);
  expect([-1e9, 1e9].map(breakingAny([]))).toEqual([false, false]);
});
