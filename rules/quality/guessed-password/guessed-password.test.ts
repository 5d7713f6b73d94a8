import { expect, test } from "vitest";
import { DEVICE_MATTERS } from "../../../core/judging/device-matters.ts";
import { anHour, factsOf, HOUR_START, STACK } from "../../../tests/support/hour-facts.ts";
import { GUESSED_PASSWORD } from "./guessed-password.ts";

const pollutant = DEVICE_MATTERS["guessing"];

// Behaviour
test("wrong passwords that a door saw in an hour are a lead at A1, confirmed at once; an hour without them is silent", () => {
  const hour = anHour({ pollutant, value: 5, unit: "" });

  const { verdicts, askAt } = GUESSED_PASSWORD.judge(factsOf({ hour }));

  expect(verdicts).toMatchObject([
    {
      rule: "PASSWORD-GUESSED",
      verdict: "exceeding",
      status: "confirmed",
      level: "A1",
      value: 5,
      reason: { code: "password-guessed", facts: { times: 5 } },
    },
  ]);
  expect(verdicts[0]?.steps()).toEqual([{ code: "noticed-at-door", facts: { count: 5 } }]);
  expect(askAt).toBeNull();
  expect(GUESSED_PASSWORD.judge(factsOf({ hour: { ...hour, own: [] } }))).toEqual({ verdicts: [], askAt: null });
  expect(hour.start).toBe(HOUR_START);
});

test("it looks at what doors notice alone", () => {
  const place = { outlet: STACK, bases: new Set<never>() };

  expect(GUESSED_PASSWORD.appliesTo({ ...place, pollutant })).toBe(true);
  expect(GUESSED_PASSWORD.appliesTo({ ...place, pollutant: "a21026" })).toBe(false);
});
