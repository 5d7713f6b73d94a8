import { expect, test } from "vitest";
import { DEVICE_MATTERS } from "../../../core/judging/device-matters.ts";
import { anHour, factsOf, HOUR_START, STACK } from "../../../tests/support/hour-facts.ts";
import { TWO_SENDERS } from "./two-senders.ts";

const pollutant = DEVICE_MATTERS["addresses-in-turn"];

// Behaviour
test("two addresses in turn under one MN are a lead at A1, confirmed at once; an hour without them is silent", () => {
  const hour = anHour({ pollutant, value: 5, unit: "" });

  const { verdicts, askAt } = TWO_SENDERS.judge(factsOf({ hour }));

  expect(verdicts).toMatchObject([
    {
      rule: "TWO-SENDERS",
      verdict: "exceeding",
      status: "confirmed",
      level: "A1",
      value: 5,
      reason: { code: "addresses-in-turn", facts: {} },
    },
  ]);
  expect(verdicts[0]?.steps()).toEqual([{ code: "noticed-at-door", facts: { count: 5 } }]);
  expect(askAt).toBeNull();
  expect(TWO_SENDERS.judge(factsOf({ hour: { ...hour, own: [] } }))).toEqual({ verdicts: [], askAt: null });
  expect(hour.start).toBe(HOUR_START);
});

test("it looks at what doors notice alone", () => {
  const place = { outlet: STACK, bases: new Set<never>() };

  expect(TWO_SENDERS.appliesTo({ ...place, pollutant })).toBe(true);
  expect(TWO_SENDERS.appliesTo({ ...place, pollutant: "a21026" })).toBe(false);
});
