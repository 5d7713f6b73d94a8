import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Instant } from "../../../core/time.ts";
import { DAY_PERIOD, EFFLUENT, ownDay } from "../../../tests/support/day-facts.ts";
import { aLimit, at, factsOf } from "../../../tests/support/hour-facts.ts";
import { UNCONFIRMED_DAY } from "./unconfirmed-day.ts";

const UNSURE = aLimit({ id: "day", basis: "day-mean", confidence: "S", value: 100 });
const MIDNIGHT = at("2026-11-24T00:05:00+08:00");
const COMPLETE = at("2026-11-24T01:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

function ask(others: readonly PeriodState[], now: Instant = COMPLETE, limits: readonly Limit[] = [UNSURE]) {
  return UNCONFIRMED_DAY.judge(factsOf({ others, period: DAY_PERIOD, limits, now }));
}

test("a day mean above a limit with a single source is a lead at A1, provisional until noon, and one equal to it is none", () => {
  const lead = { rule: "LAW-DAY", basis: "day", level: "A1", value: 101, limit: { value: 100 } };

  expect(ask([ownDay({ value: 101 })], MIDNIGHT)).toMatchObject({ verdicts: [{ status: "provisional" }], askAt: COMPLETE });
  expect(ask([ownDay({ value: 101 })])).toMatchObject({ verdicts: [{ ...lead, status: "provisional" }], askAt: NOON });
  expect(ask([ownDay({ value: 101 })], NOON)).toMatchObject({ verdicts: [{ ...lead, status: "confirmed" }], askAt: null });
  expect(ask([ownDay({ value: 100 })]).verdicts).toEqual([]);
});

test("a day that is not valid, of which nothing came, or without such a row, is no lead", () => {
  expect(ask([ownDay({ value: 101, flag: "D" })]).verdicts).toEqual([]);
  expect(ask([], MIDNIGHT)).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(ask([ownDay({ value: 900 })], COMPLETE, [{ ...UNSURE, confidence: "C" }])).toMatchObject({ isWithoutLaw: true });
});

test("it looks at places with a row for days that only warns, and at no pH", () => {
  const place = { outlet: EFFLUENT, pollutant: "w01018", bases: new Set(["day-mean"] as const) };

  expect(UNCONFIRMED_DAY.appliesTo(place)).toBe(false);
  expect(UNCONFIRMED_DAY.appliesTo({ ...place, warned: new Set(["day-mean"]) })).toBe(true);
  expect(UNCONFIRMED_DAY.appliesTo({ ...place, pollutant: "w01001", warned: new Set(["day-mean"]) })).toBe(false);
});
