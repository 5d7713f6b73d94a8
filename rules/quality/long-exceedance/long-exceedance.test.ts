import { expect, test } from "vitest";
import type { Instant } from "../../../core/time.ts";
import { DAY_PERIOD, hourOfDay } from "../../../tests/support/day-facts.ts";
import { at, factsOf, STACK } from "../../../tests/support/hour-facts.ts";
import { WITHOUT_LAW } from "../../register/rule.ts";
import { LONG_EXCEEDANCE } from "./long-exceedance.ts";

const EVENING = at("2026-11-23T20:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

/** A day of so many exceeded hours and so many that only have another finding. */
function ask(exceeded: number, others: number, now: Instant = EVENING) {
  const hours = Array.from({ length: exceeded + others }, (_, n) =>
    hourOfDay(n, { findings: n < exceeded ? ["EXCEED-HOUR", "Q03"] : ["Q03"] }),
  );
  return LONG_EXCEEDANCE.judge(factsOf({ others: hours, period: DAY_PERIOD, now }));
}

// Behaviour
test("three exceeded hours of a natural day are no lead of their own and four are, at A1: their cases are those of the hours", () => {
  expect(ask(3, 5)).toEqual({ verdicts: [], askAt: null });
  expect(ask(4, 5)).toMatchObject({
    verdicts: [
      {
        rule: "Q10",
        family: "quality",
        basis: "day",
        value: 4,
        unit: "h",
        limit: null,
        level: "A1",
        status: "provisional",
        reason: { code: "exceeded-for-long", facts: { hours: 4, few: 3 } },
      },
    ],
    askAt: NOON,
  });
});

test("it is confirmed with the hours, at noon of the next day; the step says of how many known hours it speaks", () => {
  const [verdict] = ask(4, 5, NOON).verdicts;

  expect(ask(4, 5, NOON).askAt).toBeNull();
  expect(verdict?.status).toBe("confirmed");
  expect(verdict?.steps()).toMatchObject([{ code: "hours-exceeded", facts: { hours: 4, known: 9 } }]);
});

test("a day whose hours no row judges any more has none, and a rule that looked at them says so", () => {
  const hours = Array.from({ length: 4 }, (_, n) => hourOfDay(n, { findings: ["EXCEED-HOUR"] }));

  expect(LONG_EXCEEDANCE.judge(factsOf({ others: hours, limits: [], period: DAY_PERIOD, now: EVENING }))).toEqual(WITHOUT_LAW);
  expect(LONG_EXCEEDANCE.appliesTo({ outlet: STACK, pollutant: "a21026", bases: new Set() })).toBe(true);
});
