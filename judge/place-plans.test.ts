import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import { HOUR, plus } from "../core/time.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { JUDGED, STACK } from "../tests/support/judge-desk.ts";
import { plansOf } from "./place-plans.ts";

const PLANS = plansOf(indexRegistry(JUDGED));

test("a place without limits has no law and nothing that breaks it", () => {
  const plan = PLANS.of(STACK.outlet, "a19001");

  expect(plan?.limits("hour-mean", HOUR_START, "judge")).toEqual([]);
  expect(plan?.mayBreak(1e9)).toBe(false);
});

test("a changed hour asks of itself and of the hours that look back at it, as far as they have begun", () => {
  const hour = { ...STACK, basis: "hour", start: HOUR_START } as const;

  expect(PLANS.asks(hour, HOUR_START)).toEqual([hour]);
  expect(PLANS.asks(hour, plus(HOUR_START, 2 * HOUR)).map(({ start }) => (start - HOUR_START) / HOUR)).toEqual([0, 1, 2]);
});

test("nobody is asked of a place that is not registered", () => {
  expect(PLANS.of("gone", "a21026")).toBeUndefined();
  expect(PLANS.asks({ outlet: "gone", pollutant: "a21026", basis: "hour", start: HOUR_START }, HOUR_START)).toEqual([]);
});

test("places of one pollutant with the same rules share what they have in common", () => {
  const twins = plansOf(indexRegistry({ ...JUDGED, limits: [] }));

  expect(twins.of("e2-DA001", "a19001")?.asked).toBe(twins.of("e9-DA001", "a19001")?.asked);
});
