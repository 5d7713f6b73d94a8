import { expect, test } from "vitest";
import { countHours } from "../../core/judging/day-sum.ts";
import { DAY, HOUR, MINUTE, plus } from "../../core/time.ts";
import { DAY_START, hourOfDay } from "../../tests/support/day-facts.ts";
import { minuteFacts } from "../../tests/support/hour-facts.ts";
import { foldDay, hoursOfDay, settledAt } from "./fold-day.ts";

const SO2 = "a21026";
const FLOW = "a00000";
const NEXT_DAY = plus(DAY_START, 2 * DAY);
const STACK_DAY = { outlet: "e1-DA001", day: DAY_START, pollutants: [SO2, FLOW] };

type Hour = Parameters<typeof hourOfDay>[1];

function so2(n: number, over: Hour = {}) {
  return hourOfDay(n, { pollutant: SO2, ...over });
}

function flow(n: number, over: Hour = {}) {
  return hourOfDay(n, { pollutant: FLOW, value: 20, unit: "m3/s", ...over });
}

// Behaviour
test("the mass of an hour is the unconverted concentration times the flow, in kg", () => {
  // 150 mg/m³ × 20 m³/s × 3600 s = 10,800,000 mg = 10.8 kg; the converted value of 300 plays no part.
  const [flows, sulphur] = foldDay({ ...STACK_DAY, pollutants: [FLOW, SO2] }, [so2(3, { converted: 300 }), flow(3)], NEXT_DAY);

  expect(sulphur).toEqual({
    ...{ outlet: "e1-DA001", pollutant: SO2, day: DAY_START, hours: `...V${".".repeat(20)}` },
    mass: Array.from({ length: 24 }, (_, n) => (n === 3 ? 10.8 : null)),
  });
  expect(flows).toMatchObject({ pollutant: FLOW, hours: `...V${".".repeat(20)}` });
  expect(flows).not.toHaveProperty("mass");
});

test("an hour without a valid flow or a valid concentration, or in a unit that is none of both, has no mass", () => {
  const masses = (hours: Parameters<typeof foldDay>[1]) => foldDay(STACK_DAY, hours, NEXT_DAY)[0]?.mass;

  expect(masses([so2(0), flow(0, { flag: "D" }), so2(1, { flag: "D" }), flow(1), so2(2)])).toBeUndefined();
  expect(masses([so2(0, { unit: "%" }), flow(0)])).toBeUndefined();
  expect(masses([so2(0), flow(0, { unit: "%" })])).toBeUndefined();
  expect(foldDay({ ...STACK_DAY, pollutants: [SO2] }, [so2(0)], NEXT_DAY)[0]).not.toHaveProperty("mass");
  expect(foldDay({ ...STACK_DAY, pollutants: ["LA"] }, [hourOfDay(0, { pollutant: "LA" })], NEXT_DAY)).toHaveLength(1);
});

test("each hour is one letter: valid, flagged, implausible, too few minutes, stopped; small where it was filled in late", () => {
  const late = plus(DAY_START, 3 * DAY);
  const hours = [
    so2(0),
    so2(1, { flag: "D" }),
    so2(2, { implausible: true }),
    so2(3, { minutes: minuteFacts(44, 16, plus(DAY_START, 3 * HOUR)) }),
    so2(4, { flag: "F" }),
    so2(5, { heardAt: late }),
    so2(6, { heardAt: plus(DAY_START, 8 * HOUR) }),
    so2(7, { heardAt: plus(DAY_START, 9 * HOUR + 1) }),
    so2(8, { own: [], minutes: [] }),
  ];

  const [sum] = foldDay(STACK_DAY, hours.toReversed(), plus(DAY_START, 5 * DAY));

  expect(sum?.hours).toBe(`VFITSvVv${".".repeat(16)}`);
  expect(sum && countHours(sum)).toEqual({ received: 7, valid: 4, timely: 5, timelyValid: 2, excused: 1 });
});

test("the hour in which the analyser of COD was checked is told, and of SO₂ it is a flagged one", () => {
  const checked = (pollutant: string) =>
    foldDay({ ...STACK_DAY, pollutants: [pollutant] }, [hourOfDay(0, { pollutant, flag: "C" })], NEXT_DAY)[0]?.hours[0];

  expect([checked("w01018"), checked(SO2)]).toEqual(["C", "F"]);
});

test("a day without an hour has no sum, and the hours of a day are asked for by pollutant", () => {
  expect(foldDay(STACK_DAY, [], NEXT_DAY)).toEqual([]);
  const keys = hoursOfDay(STACK_DAY);
  expect(keys).toHaveLength(48);
  expect([keys[0], keys[47]]).toEqual([
    { outlet: "e1-DA001", pollutant: SO2, basis: "hour", start: DAY_START },
    { outlet: "e1-DA001", pollutant: FLOW, basis: "hour", start: plus(DAY_START, 23 * HOUR) },
  ]);
});

test("a day is settled an hour after its end, and a minute that may still come is not missing before", () => {
  expect(settledAt(DAY_START)).toBe(plus(DAY_START, 25 * HOUR));
  const running = so2(0, { minutes: minuteFacts(30, 0, DAY_START) });

  expect(foldDay(STACK_DAY, [running], plus(DAY_START, 90 * MINUTE))[0]?.hours[0]).toBe("V");
  expect(foldDay(STACK_DAY, [running], plus(DAY_START, 2 * HOUR))[0]?.hours[0]).toBe("T");
});

test("an hour that is tagged as stopped is no hour of operation, one that is tagged otherwise is as one with a flag", () => {
  const tagged = (n: number, tag: "stopped" | "device-fault") => {
    const hour = so2(n);
    return { ...hour, tags: [{ id: "tag:1", tag, from: hour.start, to: plus(hour.start, HOUR), source: "HJ 75-2017" }] };
  };
  const letters = (hours: Parameters<typeof foldDay>[1]) => foldDay(STACK_DAY, hours, NEXT_DAY)[0]?.hours;

  expect(letters([tagged(0, "stopped"), tagged(1, "device-fault")])).toBe(
    letters([so2(0, { flag: "F" }), so2(1, { flag: "D" })]),
  );
});
