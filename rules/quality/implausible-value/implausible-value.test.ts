import { expect, test } from "vitest";
import { isImplausible } from "../../../core/readings/plausibility.ts";
import type { Instant } from "../../../core/time.ts";
import { anHour, at, factsOf, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { EXCEED_HOUR } from "../../exceedance/exceed-hour/exceed-hour.ts";
import { IMPLAUSIBLE_VALUE } from "./implausible-value.ts";

const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

function ask(over: Parameters<typeof anHour>[0], now: Instant = NOW) {
  return IMPLAUSIBLE_VALUE.judge(factsOf({ hour: anHour(over), now }));
}

test.each([
  ["-9999, which loggers write for no value", -9999],
  ["6553.5, the end of a register", 6553.5],
  ["300.1, outside the range of its channel of 0 to 300", 300.1],
])("an hour mean of %s is a lead at A1 and is never judged", (_, value) => {
  const implausible = isImplausible(value, { min: 0, max: 300 });
  const hour = anHour({ value, ...(implausible && { implausible }) });
  const facts = factsOf({ hour, now: NOW });

  expect(EXCEED_HOUR.judge(facts).verdicts).toMatchObject([{ verdict: "cannot-judge", validity: "implausible" }]);
  expect(IMPLAUSIBLE_VALUE.judge(facts)).toMatchObject({
    verdicts: [
      {
        rule: "Q06",
        family: "quality",
        verdict: "exceeding",
        validity: "implausible",
        value,
        limit: null,
        status: "provisional",
        level: "A1",
        reason: { code: "implausible-value" },
      },
    ],
    askAt: NOON,
  });
});

test("it is confirmed from noon of the next day on", () => {
  expect(ask({ value: -9999, implausible: true }, NOON)).toMatchObject({ verdicts: [{ status: "confirmed" }], askAt: null });
});

// Behaviour
test("an hour mean that its device flags as above the range, or of which more than 15 minutes are flagged so, is a lead", () => {
  const minutes = (over: number) =>
    minuteFacts(60, 0).map((fact, i) => ({ ...fact, versions: [{ ...fact.versions[0], flag: i < over ? "T" : "N" }] as const }));

  expect(ask({ flag: "T" })).toMatchObject({
    verdicts: [
      { rule: "Q06", validity: "flagged", level: "A1", reason: { code: "flagged-over-range", facts: { minutes: null } } },
    ],
  });
  expect(ask({ flag: "D", minutes: minutes(16) })).toMatchObject({
    verdicts: [{ reason: { code: "flagged-over-range", facts: { minutes: 16 } } }],
  });
  expect(ask({ flag: "D", minutes: minutes(15) }).verdicts).toEqual([]);
});

test("a plausible value, a flagged one, and an hour without a mean are no lead", () => {
  expect(ask({})).toEqual({ verdicts: [], askAt: null });
  expect(ask({ implausible: true, flag: "D" })).toEqual({ verdicts: [], askAt: null });
  expect(ask({ own: [] })).toEqual({ verdicts: [], askAt: null });
  expect(IMPLAUSIBLE_VALUE.judge(factsOf({}))).toEqual({ verdicts: [], askAt: null });
});

test("minutes that may still come are waited for before it is confirmed", () => {
  const hour = { implausible: true, minutes: minuteFacts(30, 0) } as const;

  expect(ask(hour).askAt).toBe(COMPLETE);
  expect(ask(hour, COMPLETE).askAt).toBe(NOON);
});

test("the steps name value and validity; the rule is asked everywhere", () => {
  expect(
    ask({ implausible: true })
      .verdicts[0]?.steps()
      .map(({ code }) => code),
  ).toEqual(["received", "validity"]);
  expect(IMPLAUSIBLE_VALUE.appliesTo({ outlet: STACK, pollutant: "a21026", bases: new Set() })).toBe(true);
});

test("an hour of which only implausible minutes came is looked at when they may stand for a mean", () => {
  const [minute] = minuteFacts(1, 0);
  const minutes = minute === undefined ? [] : [{ ...minute, versions: [{ ...minute.versions[0], implausible: true }] as const }];

  expect(ask({ own: [], minutes })).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(ask({ own: [], minutes }, COMPLETE)).toMatchObject({ verdicts: [{ rule: "Q06" }], askAt: NOON });
});
