import { expect, test } from "vitest";
import type { Instant } from "../../../core/time.ts";
import { anHour, at, factsOf, minuteFacts } from "../../../tests/support/hour-facts.ts";
import { NEGATIVE_VALUE } from "./negative-value.ts";

const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

function ask(over: Parameters<typeof anHour>[0], now: Instant = NOW) {
  return NEGATIVE_VALUE.judge(factsOf({ hour: anHour(over), now }));
}

// Behaviour
test("a concentration below zero within the range of its channel is a lead, of gas and of water; zero is none", () => {
  const lead = { rule: "Q05", level: "A1", status: "provisional", value: -0.4, reason: { code: "negative-value" } };

  expect(ask({ value: -0.4 })).toMatchObject({ verdicts: [lead], askAt: NOON });
  expect(ask({ value: -0.4, unit: "mg/L" })).toMatchObject({ verdicts: [lead] });
  expect(ask({ value: 0 })).toEqual({ verdicts: [], askAt: null });
});

test("a temperature below zero, a flagged or implausible value and an hour without a mean are no lead", () => {
  expect(ask({ value: -4, unit: "℃" }).verdicts).toEqual([]);
  expect(ask({ value: -4, flag: "D" }).verdicts).toEqual([]);
  expect(ask({ value: -9999, implausible: true }).verdicts).toEqual([]);
  expect(ask({ own: [] }).verdicts).toEqual([]);
  expect(NEGATIVE_VALUE.judge(factsOf({}))).toEqual({ verdicts: [], askAt: null });
});

test("it is confirmed from noon of the next day on, and minutes that may still come are waited for", () => {
  expect(ask({ value: -0.4 }, NOON)).toMatchObject({ verdicts: [{ status: "confirmed" }], askAt: null });
  expect(ask({ value: -0.4, minutes: minuteFacts(50, 0) }).askAt).toBe(COMPLETE);
});
