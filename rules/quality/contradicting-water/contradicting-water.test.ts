import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import { HOUR, plus } from "../../../core/time.ts";
import { EFFLUENT } from "../../../tests/support/day-facts.ts";
import { anHour, at, aVersion, factsOf, HOUR_START, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { CONTRADICTING_WATER } from "./contradicting-water.ts";

const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");
const WATER = { unit: "mg/L" } as const;

function ask(hour: PeriodState, others: readonly PeriodState[], now = NOW) {
  return CONTRADICTING_WATER.judge(factsOf({ outlet: EFFLUENT, hour, others, now }));
}

function water(pollutant: string, value: number, over: Parameters<typeof anHour>[0] = {}): PeriodState {
  return anHour({ ...WATER, pollutant, value, ...over });
}

/** An hour of COD with this load, at the start given. */
function load(total: number | undefined, start = HOUR_START): PeriodState {
  const own = aVersion({ ...WATER, value: 40, ...(total !== undefined && { total }) });
  return anHour({ pollutant: "w01018", start, own: [own] });
}

const BEFORE = plus(HOUR_START, -HOUR);
const flow = (value: number) => anHour({ pollutant: "w00000", unit: "m3/h", value });

// Behaviour
test("more ammonia nitrogen than nitrogen, and more BOD₅ than COD, are leads: analysers may differ by a tenth", () => {
  expect(ask(water("w21003", 11.01), [water("w21001", 10)])).toMatchObject({
    verdicts: [
      {
        rule: "Q20",
        pollutant: "w21003",
        value: 11.01,
        level: "A1",
        status: "provisional",
        limit: null,
        reason: { code: "more-than-the-whole", facts: { whole: "w21001" } },
      },
    ],
  });
  expect(ask(water("w21003", 11), [water("w21001", 10)]).verdicts).toEqual([]);
  expect(ask(water("w01017", 60), [water("w01018", 50)]).verdicts).toHaveLength(1);
  expect(ask(water("w01017", 40), [water("w01018", 50)]).verdicts).toEqual([]);
});

test("units of one kind are compared as what they are, others not at all", () => {
  expect(ask(water("w21003", 9), [water("w21001", 8000, { unit: "ug/L" })]).verdicts).toHaveLength(1);
  expect(ask(water("w21003", 9), [water("w21001", 0.008, { unit: "mg/m3" })]).verdicts).toEqual([]);
});

test("where either is missing or not valid nothing is said", () => {
  expect(ask(water("w21003", 20), []).verdicts).toEqual([]);
  expect(ask(water("w21003", 20), [water("w21001", 10, { flag: "D" })]).verdicts).toEqual([]);
  expect(ask(water("w21003", 20, { flag: "M" }), [water("w21001", 10)]).verdicts).toEqual([]);
});

// Behaviour
test("a load in an hour in which no water ran is a lead, but not the standing reading of a running counter", () => {
  expect(ask(load(1.5), [load(2, BEFORE), flow(0)])).toMatchObject({
    verdicts: [{ rule: "Q20", pollutant: "w01018", reason: { code: "load-without-flow" } }],
  });
  expect(ask(load(812.4), [load(812.4, BEFORE), flow(0)]).verdicts).toEqual([]);
});

test.each([
  ["water that ran", load(1.5), [load(2, BEFORE), flow(3)]],
  ["no flow known", load(1.5), [load(2, BEFORE)]],
  ["no load", load(0), [load(2, BEFORE), flow(0)]],
  ["no load sent", load(undefined), [load(2, BEFORE), flow(0)]],
  ["no load of the hour before", load(1.5), [load(undefined, BEFORE), flow(0)]],
  ["nothing of the hour before", load(1.5), [flow(0)]],
])("%s is no contradiction", (_, hour, others) => {
  expect(ask(hour, others).verdicts).toEqual([]);
});

test("the minutes of the other measurement are waited for, and the steps name it", () => {
  const nitrogen = water("w21001", 10, { minutes: minuteFacts(44, 0) });

  expect(ask(water("w21003", 20), [nitrogen]).askAt).toBe(COMPLETE);
  expect(ask(water("w21003", 20), [nitrogen], COMPLETE).verdicts).toEqual([]);
  expect(ask(water("w21003", 20), [nitrogen]).verdicts[0]?.steps()[1]).toMatchObject({
    code: "spoken-against",
    facts: { pollutant: "w21001", value: 10, unit: "mg/L" },
  });
});

test("the rule is asked of what is limited in water and of parts of something, never of the water itself", () => {
  const applies = (pollutant: string, outlet = EFFLUENT, bases: readonly "day-mean"[] = ["day-mean"]) =>
    CONTRADICTING_WATER.appliesTo({ outlet, pollutant, bases: new Set(bases) });

  expect([applies("w01018"), applies("w21003", EFFLUENT, [])]).toEqual([true, true]);
  expect([applies("w00000"), applies("w01018", EFFLUENT, []), applies("a21026", STACK)]).toEqual([false, false, false]);
});
