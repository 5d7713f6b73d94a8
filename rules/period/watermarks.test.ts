import { expect, test } from "vitest";
import { at } from "../../tests/support/hour-facts.ts";
import { completeAt, endOf, secondWatermark, taggingDeadline, taggingStep } from "./watermarks.ts";

const START = at("2026-11-23T23:00:00+08:00");
const MIDNIGHT = at("2026-11-23T00:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

test("an hour ends an hour after it began, a day at the next midnight in Beijing", () => {
  expect(endOf({ basis: "hour", start: START })).toBe(at("2026-11-24T00:00:00+08:00"));
  expect(endOf({ basis: "day", start: MIDNIGHT })).toBe(at("2026-11-24T00:00:00+08:00"));
});

test("what has not come an hour after the end of a period is missing", () => {
  expect(completeAt({ basis: "hour", start: START })).toBe(at("2026-11-24T01:00:00+08:00"));
  expect(completeAt({ basis: "day", start: MIDNIGHT })).toBe(at("2026-11-24T01:00:00+08:00"));
});

test("the data of a day may be tagged until noon in Beijing of the next day, those of its last hour, too", () => {
  expect(taggingDeadline(MIDNIGHT)).toBe(NOON);
  expect(taggingDeadline(START)).toBe(NOON);
  expect(taggingDeadline(at("2026-11-24T00:00:00+08:00"))).toBe(at("2026-11-25T12:00:00+08:00"));
});

// Behaviour
test("a period first heard of after the deadline for tagging may be marked for 24 hours, one heard of before it until then", () => {
  expect(secondWatermark({ start: START, heardAt: at("2026-11-24T11:59:59.999+08:00") })).toBe(NOON);
  expect(secondWatermark({ start: START, heardAt: NOON })).toBe(at("2026-11-25T12:00:00+08:00"));
  expect(secondWatermark({ start: START, heardAt: at("2026-11-30T09:30:00+08:00") })).toBe(at("2026-12-01T09:30:00+08:00"));
});

test("the step of tagging names the deadline, and whether it is over", () => {
  const facts = { deadline: NOON, law: "公告 2022 年第 21 号" };

  expect(taggingStep(NOON, false)).toEqual({ code: "tagging-open", facts });
  expect(taggingStep(NOON, true)).toEqual({ code: "tagging-over", facts });
});
