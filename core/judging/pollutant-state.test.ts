import { expect, test } from "vitest";
import { instant } from "../time.ts";
import { budgetToShow, pollutantState, type RunningBudget } from "./pollutant-state.ts";

const START = instant(Date.parse("2026-11-23T01:00:00.000Z"));
const budget = (over: Partial<RunningBudget> = {}): RunningBudget => ({
  basis: "hour",
  limit: 100,
  meanSoFar: 50,
  minutesLeft: 30,
  allowedMean: 150,
  willExceed: false,
  ...over,
});
const state = (over: Partial<Parameters<typeof pollutantState>[0]> = {}) =>
  pollutantState({
    ...{ isSilent: false, isUsable: true, share: 0.5, judged: undefined, budget: undefined },
    ...{ isLead: false, isConsented: false },
    ...over,
  });

test("a pollutant exceeds only when the hour judged last did, whatever its value is now", () => {
  expect(state({ judged: { start: START, verdict: "exceeding" } })).toEqual({
    state: "exceeding",
    reason: { code: "hour-exceeding", period: { start: START, end: START + 3_600_000 } },
    urgency: 0,
  });
  expect(state({ judged: { start: START, verdict: "compliant" } })).toEqual({ state: "ok", reason: null, urgency: 6 });
});

test("a momentary value above the limit is a warning that says so, one near it a warning without a reason", () => {
  expect(state({ share: 2 })).toEqual({ state: "warning", reason: { code: "value-above" }, urgency: 2 });
  expect(state({ share: 1 })).toEqual({ state: "warning", reason: null, urgency: 2 });
  expect(state({ share: 0.8 }).state).toBe("warning");
  expect(state({ share: 0.79 }).state).toBe("ok");
  expect(state({ share: null }).state).toBe("ok");
});

test("a running mean above the limit, or one that will be, is more urgent than other warnings; at the limit it is within", () => {
  expect(state({ budget: budget({ meanSoFar: 101, willExceed: true }) })).toEqual({
    state: "warning",
    reason: { code: "mean-above", basis: "hour" },
    urgency: 1,
  });
  expect(state({ budget: budget({ basis: "day", willExceed: true }) }).reason).toEqual({ code: "will-exceed", basis: "day" });
  expect(state({ budget: budget({ meanSoFar: 100 }) }).state).toBe("ok");
  expect(state({ budget: budget({ meanSoFar: null, allowedMean: null }) }).state).toBe("ok");
});

test("what cannot be judged is neither compliant nor exceeding, and a usable value near the limit still warns", () => {
  expect(state({ isUsable: false, share: 2 })).toEqual({ state: "cannot-judge", reason: null, urgency: 3 });
  expect(state({ judged: { start: START, verdict: "cannot-judge" } }).reason).toEqual({
    code: "hour-cannot-judge",
    period: { start: START, end: START + 3_600_000 },
  });
  expect(state({ judged: { start: START, verdict: "cannot-judge" }, share: 0.9 }).state).toBe("warning");
});

test("nothing is said of an outlet that is silent", () => {
  expect(state({ isSilent: true, judged: { start: START, verdict: "exceeding" } })).toEqual({
    state: "offline",
    reason: null,
    urgency: 4,
  });
});

test("of several budgets the one that will exceed is shown, else that of the running hour", () => {
  const day = budget({ basis: "day" });
  const hour = budget();

  expect(budgetToShow([day, hour], false)).toBe(hour);
  expect(budgetToShow([hour, day], false)).toBe(hour);
  const late = budget({ basis: "day", willExceed: true });
  expect(budgetToShow([hour, late], false)).toBe(late);
  expect(budgetToShow([], false)).toBeUndefined();
});

test("an hour above its limit at the plant boundary is a warning that says it is a lead", () => {
  expect(state({ isLead: true, judged: { start: START, verdict: "exceeding" } })).toEqual({
    state: "warning",
    reason: { code: "hour-lead", period: { start: START, end: START + 3_600_000 } },
    urgency: 1,
  });
});

// Behaviour
test("a consented emission is declared and no warning: in the hour judged last, and in the running one", () => {
  const hour = { start: START, verdict: "exempt" } as const;

  expect(state({ isLead: true, judged: hour })).toEqual({
    state: "exempt",
    reason: { code: "hour-consented", period: { start: START, end: START + 3_600_000 } },
    urgency: 5,
  });
  const consented = { state: "exempt", reason: { code: "consented" }, urgency: 5 };
  expect(state({ isConsented: true, share: 2 })).toEqual(consented);
  expect(state({ isConsented: true, budget: budget({ meanSoFar: 180, willExceed: true }) })).toEqual(consented);
  expect(state({ isConsented: true })).toMatchObject({ state: "ok" });
});

test("consent for the last hour says nothing of this one, and none of a day", () => {
  expect(state({ judged: { start: START, verdict: "exempt" }, share: 2 }).state).toBe("warning");
  expect(state({ isConsented: true, budget: budget({ basis: "day", willExceed: true }) })).toMatchObject({
    state: "warning",
    reason: { code: "will-exceed", basis: "day" },
  });
});

test("consent hides neither an hour that was found undeclared nor one that cannot be judged", () => {
  expect(state({ isConsented: true, isLead: true, share: 2, judged: { start: START, verdict: "exceeding" } })).toMatchObject({
    state: "warning",
    reason: { code: "hour-lead" },
  });
  expect(state({ isConsented: true, share: 2, judged: { start: START, verdict: "cannot-judge" } }).state).toBe("cannot-judge");
});

test("a day that will exceed is shown before an hour that does so with consent", () => {
  const day = budget({ basis: "day", willExceed: true });
  const hour = budget({ willExceed: true });

  expect(budgetToShow([hour, day], false)).toBe(hour);
  expect(budgetToShow([hour, day], true)).toBe(day);
});

// Behaviour
test("whatever else is known, an hour that is consented to never warns of its own mean, and no declared row stands above a warning", () => {
  const hours = [undefined, budget({ meanSoFar: 180, willExceed: true }), budget({ willExceed: true }), budget()];
  const verdicts = [undefined, "compliant", "exempt", "cannot-judge", "exceeding"] as const;
  for (const hour of hours) {
    for (const verdict of verdicts) {
      for (const share of [null, 0.1, 0.8, 1, 2.6]) {
        const judged = verdict && { start: START, verdict };
        const free = state({ budget: hour, judged, share, isLead: true });
        const consented = state({ budget: hour, judged, share, isLead: true, isConsented: true });

        if (verdict !== "exceeding") expect(consented.state).not.toBe("warning");
        if (consented.state === "exempt") expect(consented.urgency).toBeGreaterThan(4);
        // Consent takes warnings away and adds none; what is no warning without it is the same with it.
        if (free.state !== "warning") expect(consented).toEqual(free);
      }
    }
  }
});
