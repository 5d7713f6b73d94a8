import { expect, test } from "vitest";
import { BASES, type Basis } from "../../core/readings/reading.ts";
import { HOUR_START } from "../../tests/support/hour-facts.ts";
import { reading, STACK } from "../../tests/support/judge-desk.ts";
import { ALL_RULES } from "../all-rules.ts";
import { periodOf } from "../period/fold-reading.ts";
import { basesWanted, MADE_OF } from "./bases-wanted.ts";

const kindOf = (basis: Basis) => periodOf(reading(STACK, 1, { basis, at: HOUR_START }))?.basis;

test("what rules look at follows from the facts that they want: values of minutes, hours and days, and no moments", () => {
  expect([...basesWanted(ALL_RULES)]).toEqual(["minute", "hour", "day"]);
});

test("a rule of hours looks at hours and their minutes, one of declarations at no reading", () => {
  expect([...basesWanted([{ wants: [{ fact: "hours", of: "self", before: 0 }, { fact: "declarations" }] }])]).toEqual([
    "minute",
    "hour",
  ]);
  expect([...basesWanted([{ wants: [{ fact: "declarations" }] }])]).toEqual([]);
});

test("the facts of hours and of days are made of those readings that are folded into hours and into days", () => {
  expect(BASES.filter((basis) => kindOf(basis) === "hour")).toEqual(MADE_OF.hours);
  expect(BASES.filter((basis) => kindOf(basis) === "day")).toEqual(MADE_OF.day);
});
