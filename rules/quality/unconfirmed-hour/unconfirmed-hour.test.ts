import { expect, test } from "vitest";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Instant } from "../../../core/time.ts";
import { aLimit, anHour, at, BOUNDARY, factsOf, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { UNCONFIRMED_HOUR } from "./unconfirmed-hour.ts";

const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");
const UNSURE = aLimit({ confidence: "S", value: 200 });

function ask(over: Parameters<typeof anHour>[0], now: Instant = COMPLETE, limits: readonly Limit[] = [UNSURE]) {
  return UNCONFIRMED_HOUR.judge(factsOf({ hour: anHour(over), limits, now }));
}

// Behaviour
test("an hour mean above a limit with a single source is a lead at A1, and one equal to it is none", () => {
  const lead = { rule: "LAW-HOUR", family: "quality", level: "A1", value: 201, limit: { value: 200 } };

  expect(ask({ value: 201 })).toMatchObject({ verdicts: [{ ...lead, status: "provisional" }], askAt: NOON });
  expect(ask({ value: 201 }, NOON)).toMatchObject({ verdicts: [{ ...lead, status: "confirmed" }], askAt: null });
  expect(ask({ value: 200 }).verdicts).toEqual([]);
});

test("an hour that is not valid, of which nothing came, or under confirmed limits alone, is no such lead", () => {
  expect(ask({ value: 900, minutes: minuteFacts(44, 0) }).verdicts).toEqual([]);
  expect(ask({ own: [] }).verdicts).toEqual([]);
  expect(UNCONFIRMED_HOUR.judge(factsOf({ limits: [UNSURE] }))).toEqual({ verdicts: [], askAt: null });
  expect(ask({ value: 900 }, COMPLETE, [aLimit()])).toMatchObject({ verdicts: [], isWithoutLaw: true });
  expect(ask({ value: 900 }, COMPLETE, [aLimit({ confidence: "G" })])).toMatchObject({ isWithoutLaw: true });
});

test("it looks at places that have a row for hours, of the boundary too, that only warns", () => {
  const place = { outlet: STACK, pollutant: "a21026", bases: new Set(["hour-mean"] as const) };

  expect(UNCONFIRMED_HOUR.appliesTo(place)).toBe(false);
  expect(UNCONFIRMED_HOUR.appliesTo({ ...place, warned: new Set(["day-mean"]) })).toBe(false);
  expect(UNCONFIRMED_HOUR.appliesTo({ ...place, warned: new Set(["hour-mean"]) })).toBe(true);
  expect(UNCONFIRMED_HOUR.appliesTo({ ...place, outlet: BOUNDARY, warned: new Set(["boundary-hour-mean"]) })).toBe(true);
});
