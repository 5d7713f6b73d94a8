import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import type { Instant } from "../../../core/time.ts";
import { EFFLUENT } from "../../../tests/support/day-facts.ts";
import { anHour, at, BOUNDARY, factsOf, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { ZERO_WHILE_RUNNING } from "./zero-while-running.ts";

const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

function oxygen(value: number, over: Partial<PeriodState> & { flag?: string } = {}): PeriodState {
  return anHour({ pollutant: "a19001", unit: "%", value, ...over });
}

function flow(value: number): PeriodState {
  return anHour({ pollutant: "w00000", unit: "m3/h", value });
}

function ask(
  over: Parameters<typeof anHour>[0],
  others: readonly PeriodState[],
  { now = NOW, outlet = STACK }: { now?: Instant; outlet?: Outlet } = {},
) {
  return ZERO_WHILE_RUNNING.judge(factsOf({ hour: anHour({ value: 0, ...over }), others, now, outlet }));
}

// Behaviour
test("a concentration of zero in an hour in which the stack's oxygen says that something burns is a lead; in a stack full of air it is none", () => {
  expect(ask({}, [oxygen(9.5)])).toMatchObject({
    verdicts: [
      {
        rule: "Q04",
        family: "quality",
        value: 0,
        limit: null,
        level: "A1",
        status: "provisional",
        reason: { code: "zero-while-running" },
      },
    ],
    askAt: NOON,
  });
  expect(ask({}, [oxygen(16.9)]).verdicts).toHaveLength(1);
  expect(ask({}, [oxygen(17)]).verdicts).toEqual([]);
  expect(ask({}, [oxygen(20.9)]).verdicts).toEqual([]);
});

test("of water it is one while water flows", () => {
  const water = { outlet: EFFLUENT };
  const cod = { pollutant: "w01018", unit: "mg/L" };

  expect(ask(cod, [flow(12)], water).verdicts).toHaveLength(1);
  expect(ask(cod, [flow(0)], water).verdicts).toEqual([]);
});

test("where nothing says that the plant runs, nothing is said: no oxygen, flagged oxygen, oxygen of zero", () => {
  expect(ask({}, []).verdicts).toEqual([]);
  expect(ask({}, [oxygen(9.5, { flag: "D" })]).verdicts).toEqual([]);
  expect(ask({}, [oxygen(0)]).verdicts).toEqual([]);
});

test("another value, a flagged zero and a zero that is no concentration are no lead", () => {
  expect(ask({ value: 0.1 }, [oxygen(9.5)]).verdicts).toEqual([]);
  expect(ask({ flag: "F" }, [oxygen(9.5)]).verdicts).toEqual([]);
  expect(ask({ unit: "℃" }, [oxygen(9.5)]).verdicts).toEqual([]);
});

test("it is confirmed from noon of the next day on, and the minutes of either hour are waited for", () => {
  expect(ask({}, [oxygen(9.5)], { now: NOON })).toMatchObject({ verdicts: [{ status: "confirmed" }], askAt: null });
  expect(ask({}, [oxygen(9.5, { minutes: minuteFacts(44, 0) })]).askAt).toBe(COMPLETE);
  expect(ask({}, [oxygen(9.5, { minutes: minuteFacts(44, 0) })], { now: COMPLETE }).verdicts).toEqual([]);
});

test("the steps name the oxygen that speaks against the zero", () => {
  expect(ask({}, [oxygen(9.5)]).verdicts[0]?.steps()).toMatchObject([
    { code: "received", facts: { value: 0 } },
    { code: "spoken-against", facts: { pollutant: "a19001", value: 9.5, unit: "%" } },
  ]);
});

test("the rule is asked where something is limited at a stack or an effluent", () => {
  const applies = (outlet: Outlet, bases: ReadonlySet<"hour-mean">) =>
    ZERO_WHILE_RUNNING.appliesTo({ outlet, pollutant: "a21026", bases });

  expect(applies(STACK, new Set(["hour-mean"]))).toBe(true);
  expect(applies(EFFLUENT, new Set(["hour-mean"]))).toBe(true);
  expect(applies(BOUNDARY, new Set(["hour-mean"]))).toBe(false);
  expect(applies(STACK, new Set())).toBe(false);
});
