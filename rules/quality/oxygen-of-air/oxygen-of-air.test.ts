import { expect, test } from "vitest";
import { DAY_PERIOD, hourOfDay } from "../../../tests/support/day-facts.ts";
import { halfMonthFacts } from "../../../tests/support/half-month-facts.ts";
import { factsOf, STACK } from "../../../tests/support/hour-facts.ts";
import { OXYGEN_OF_AIR } from "./oxygen-of-air.ts";

const of = (pollutant: string, value: number, unit: string) => hourOfDay(0, { pollutant, value, unit });
const OXYGEN = (value: number) => of("a19001", value, "%");
const VELOCITY = of("a01011", 5, "m/s");
const TEMPERATURE = of("a01012", 60, "°C");

const count = (...others: readonly ReturnType<typeof of>[]) => OXYGEN_OF_AIR.count?.(factsOf({ others, period: DAY_PERIOD }));

// Behaviour
test("oxygen of air for more than 120 hours of a half-month in which gas is burnt is a lead where it is 80 % of them", () => {
  const ask = (hours: number, contradicted: number) => OXYGEN_OF_AIR.judge(halfMonthFacts([[hours, contradicted]])).verdicts;

  expect(ask(151, 121)).toMatchObject([
    { rule: "Q18", value: 121, unit: "h", reason: { code: "oxygen-of-air", facts: { hours: 121 } } },
  ]);
  expect(ask(151, 121)[0]?.steps()).toMatchObject([
    { code: "oxygen-contradicted", facts: { hours: 151, contradicted: 121, air: 20 } },
  ]);
  expect(ask(150, 120)).toEqual([]);
  expect(ask(152, 121)).toEqual([]);
});

test("oxygen of 20 % contradicts nothing, and more does where two measurements say that gas is burnt", () => {
  expect(count(OXYGEN(20), VELOCITY, TEMPERATURE)).toEqual([1, 0]);
  expect(count(OXYGEN(20.1), VELOCITY, TEMPERATURE)).toEqual([1, 1]);
  expect(count(OXYGEN(20.1), TEMPERATURE)).toBeUndefined();
  expect(count(VELOCITY, TEMPERATURE)).toBeUndefined();
});

test.each([
  ["moisture of 5 %", of("a01014", 5, "%"), true],
  ["moisture of 4.9 %", of("a01014", 4.9, "%"), false],
  ["a flow of 80 000 m³/h", of("a00000", 80_000, "m3/h"), true],
  ["a flow of 22.3 m³/s", of("a00000", 22.3, "m3/s"), true],
  ["a flow of 22.2 m³/s", of("a00000", 22.2, "m3/s"), false],
  ["a flow in a unit of its own", of("a00000", 90_000, "L/h"), false],
])("%s beside the temperature: gas is burnt is %s", (_, other, isSign) => {
  expect(count(OXYGEN(20.9), TEMPERATURE, other)).toEqual(isSign ? [1, 1] : undefined);
});

test("the rule looks at the oxygen of stacks", () => {
  const applies = (kind: "stack" | "effluent", pollutant: string) =>
    OXYGEN_OF_AIR.appliesTo({ outlet: { ...STACK, kind }, pollutant, bases: new Set() });

  expect([applies("stack", "a19001"), applies("stack", "a21026"), applies("effluent", "a19001")]).toEqual([true, false, false]);
});
