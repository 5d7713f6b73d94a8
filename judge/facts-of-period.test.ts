import { expect, test } from "vitest";
import { NO_STATEMENTS } from "../core/judging/declared-emission.ts";
import { HOUR, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aGrid, NOW } from "../tests/support/case-facts.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { FactsOfPeriod } from "./facts-of-period.ts";
import { type PlacePlan, plansOf, wantedKeys } from "./place-plans.ts";
import { WorkingSet } from "./working-set.ts";

const KEY = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", start: HOUR_START } as const;

test("a rule sees what it wants, also that nothing is known of it; looking at anything else is a mistake in the rule", async () => {
  const index = aGrid();
  const set = new WorkingSet(new MemoryRecords());
  const plan = plansOf(index).of(KEY.outlet, KEY.pollutant) as PlacePlan;
  const looked = await set.periodsOf(wantedKeys(plan, KEY));
  const facts = new FactsOfPeriod({ key: KEY, plan, looked, statements: NO_STATEMENTS, tags: [] }, NOW);

  expect(facts.hour(KEY.pollutant, HOUR_START)).toBeUndefined();
  expect(() => facts.hour(KEY.pollutant, plus(HOUR_START, HOUR))).toThrow("which it does not want");
  expect(() => facts.day(KEY.pollutant, HOUR_START)).toThrow("which it does not want");
});
