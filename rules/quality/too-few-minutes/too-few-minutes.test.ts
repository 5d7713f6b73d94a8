import { expect, test } from "vitest";
import { HOUR, type Instant, plus } from "../../../core/time.ts";
import { aLimit, anHour, at, aVersion, BOUNDARY, factsOf, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { EXCEED_HOUR } from "../../exceedance/exceed-hour/exceed-hour.ts";
import { TOO_FEW_MINUTES } from "./too-few-minutes.ts";

const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");
const FEW = { value: 900, minutes: minuteFacts(44, 0) };

function ask(over: Parameters<typeof anHour>[0], now: Instant = COMPLETE, limits = [aLimit()]) {
  return TOO_FEW_MINUTES.judge(factsOf({ hour: anHour(over), limits, now }));
}

// Behaviour
test("one valid ten-minute row before each hour makes 24 hours at 900 against 200 a lead, never silence", () => {
  const midnight = at("2026-11-23T00:00:00+08:00");
  const hours = Array.from({ length: 24 }, (_, n) => {
    const start = plus(midnight, n * HOUR);
    const minutes = [{ at: start, minutes: 10, versions: [aVersion()] as const }];
    return anHour({ start, value: 900, minutes, heardAt: plus(start, HOUR) });
  });
  const judged = hours.map((hour) => {
    const facts = factsOf({ hour, now: plus(hour.start, 2 * HOUR) });
    return [EXCEED_HOUR, TOO_FEW_MINUTES].map((rule) => rule.judge(facts).verdicts[0]?.verdict);
  });

  expect(judged).toEqual(hours.map(() => ["cannot-judge", "exceeding"]));
});

test("the lead names value, limit and minutes; it is A1, provisional until noon and confirmed from then on", () => {
  expect(ask(FEW)).toMatchObject({
    verdicts: [
      {
        rule: "Q01",
        family: "quality",
        validity: "too-few",
        value: 900,
        unit: "mg/m3",
        limit: { value: 200 },
        status: "provisional",
        level: "A1",
        reason: { code: "above-limit-but-too-few", facts: { valid: 44, required: 45 } },
      },
    ],
    askAt: NOON,
  });
  expect(ask(FEW, NOON)).toMatchObject({ verdicts: [{ status: "confirmed", level: "A1" }], askAt: null });
});

test.each([
  [44, 1],
  [45, 0],
])("%i valid minutes of a complete hour above its limit give %i lead", (usable, leads) => {
  expect(ask({ value: 900, minutes: minuteFacts(usable, 60 - usable) }).verdicts).toHaveLength(leads);
});

test("an hour that keeps its limit, is flagged, or whose minutes may still come is no lead", () => {
  expect(ask({ ...FEW, value: 200 }).verdicts).toEqual([]);
  expect(ask({ ...FEW, flag: "D" }).verdicts).toEqual([]);
  expect(ask(FEW, plus(COMPLETE, -1))).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(ask({ own: [], minutes: minuteFacts(44, 0) }, plus(COMPLETE, -1))).toEqual({ verdicts: [], askAt: COMPLETE });
});

test("flagged minutes are enough before the hour is complete, and those that did not come may change it", () => {
  expect(ask({ value: 900, minutes: minuteFacts(0, 16) }, plus(COMPLETE, -1))).toMatchObject({
    verdicts: [{ reason: { facts: { valid: 44 } } }],
    askAt: COMPLETE,
  });
});

test("without an hour, or a row in force, it says nothing", () => {
  expect(TOO_FEW_MINUTES.judge(factsOf({}))).toEqual({ verdicts: [], askAt: null });
  expect(ask(FEW, COMPLETE, [])).toEqual({ verdicts: [], askAt: null, isWithoutLaw: true });
});

test("oxygen whose minutes are not complete is asked for again when they are: then nothing can be converted", () => {
  const limits = [aLimit({ converted: true, oxygenReference: 11 })];
  const hour = anHour({ value: 900, minutes: minuteFacts(40, 20) });
  const others = [anHour({ pollutant: "a19001", value: 13, unit: "%", minutes: minuteFacts(44, 0) })];
  const before = plus(COMPLETE, -1);

  expect(TOO_FEW_MINUTES.judge(factsOf({ hour, others, limits, now: before }))).toMatchObject({
    verdicts: [{ value: 1125 }],
    askAt: COMPLETE,
  });
  expect(TOO_FEW_MINUTES.judge(factsOf({ hour, others, limits, now: COMPLETE })).verdicts).toEqual([]);
});

test("at the boundary its row is compared, and the steps tell the whole way", () => {
  const limit = aLimit({ outlet: "e1-B1", basis: "boundary-hour-mean", value: 0.5 });
  const hour = anHour({ ...FEW, outlet: "e1-B1", value: 0.8 });
  const [verdict] = TOO_FEW_MINUTES.judge(factsOf({ outlet: BOUNDARY, hour, limits: [limit], now: COMPLETE })).verdicts;

  expect(verdict?.limit?.basis).toBe("boundary-hour-mean");
  expect(verdict?.steps().map(({ code }) => code)).toEqual(["received", "validity", "limit", "comparison"]);
});

test("the rule is asked where hours have a limit", () => {
  const applies = (basis: "hour-mean" | "boundary-hour-mean" | "day-mean") =>
    TOO_FEW_MINUTES.appliesTo({ outlet: STACK, pollutant: "a21026", bases: new Set([basis]) });

  expect([applies("hour-mean"), applies("boundary-hour-mean"), applies("day-mean")]).toEqual([true, true, false]);
});
