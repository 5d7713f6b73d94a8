import { expect, test } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import type { Instant } from "../../core/time.ts";
import { DAY_PERIOD, EFFLUENT, hourOfDay, hoursOfDay, ownDay } from "../../tests/support/day-facts.ts";
import { at, factsOf, minuteFacts, STACK } from "../../tests/support/hour-facts.ts";
import { invalidDayReason, knownDay } from "./day-mean.ts";

const DURING = at("2026-11-23T20:00:00+08:00");
const COMPLETE = at("2026-11-24T01:00:00+08:00");
const FULL: readonly number[] = Array.from({ length: 24 }, () => 150);
const FLOW = { pollutant: "w00000", unit: "m3/h" } as const;

function day(others: readonly PeriodState[], now: Instant = COMPLETE, outlet = STACK) {
  return knownDay(factsOf({ outlet, others, period: DAY_PERIOD, now }));
}

test("nothing is known of a day of which nothing came", () => {
  expect(day([])).toBeUndefined();
});

test("the logger's own mean counts, also before the day is complete; without hours its flag decides alone", () => {
  const known = day([ownDay({ value: 120, converted: 130 })], DURING);

  expect(known).toMatchObject({ value: 120, converted: 130, unit: "mg/m3", flag: "N", validity: "valid", hours: null });
  expect(known?.steps().map(({ code }) => code)).toEqual(["received", "valid-hours"]);
  expect(known?.steps()[0]?.facts).toMatchObject({ period: DAY_PERIOD, value: 120 });
});

test.each([
  [19, "too-few"],
  [20, "valid"],
  [24, "valid"],
])("in a complete day %i valid hours beside the logger's own mean are %s", (hours, validity) => {
  expect(day([ownDay(), ...hoursOfDay(FULL.slice(0, hours))])).toMatchObject({ validity, hours });
});

test("before the day is complete an hour that has not come may still be valid, and one that is not valid counts against it", () => {
  const faulty = [0, 1, 2, 3].map((n) => hourOfDay(n, { flag: "D" }));

  expect(day([ownDay(), ...faulty], DURING)).toMatchObject({ validity: "valid", hours: 20 });
  expect(day([ownDay(), ...faulty, hourOfDay(4, { flag: "M" })], DURING)).toMatchObject({ validity: "too-few", hours: 19 });
});

test("a flagged day mean is flagged and an implausible one implausible, however many hours are valid", () => {
  expect(day([ownDay({ flag: "D", implausible: true }), ...hoursOfDay(FULL)])?.validity).toBe("flagged");
  expect(day([ownDay({ implausible: true }), ...hoursOfDay(FULL)])?.validity).toBe("implausible");
});

test("marks that came too late dispute the day", () => {
  expect(day([ownDay({ late: { flag: "D" } })])?.isDisputed).toBe(true);
  expect(day([ownDay()])?.isDisputed).toBe(false);
});

// Behaviour
test("hours without a day mean of the logger give one of ours when the day is complete", () => {
  // 10 × 100 + 10 × 200 = 3000, over 20 hours: 150. The flagged 21st hour is left out.
  const hours = hoursOfDay([...FULL.slice(0, 10).map(() => 100), ...FULL.slice(0, 10).map(() => 200)]);
  const all = [...hours, hourOfDay(20, { value: 9000, flag: "D" })];

  expect(day(all, DURING)).toBeUndefined();
  expect(day(all)).toMatchObject({ value: 150, unit: "mg/m3", flag: "N", validity: "valid", hours: 20, isDisputed: false });
  expect(day(all)?.steps()).toEqual([
    { code: "mean-of-hours", facts: { period: DAY_PERIOD, value: 150, unit: "mg/m3", hours: 20, isWeighted: false } },
    { code: "valid-hours", facts: { flag: "N", hours: 20, validity: "valid", required: 20, law: "HJ 76-2017" } },
  ]);
  expect(day(hoursOfDay(FULL.slice(0, 19)))).toMatchObject({ value: 150, validity: "too-few", hours: 19 });
});

test("hours that are not valid, or have no mean, give no day mean", () => {
  expect(day([hourOfDay(0, { flag: "D" }), hourOfDay(1, { own: [], minutes: minuteFacts(0, 60) })])).toBeUndefined();
  expect(day([hourOfDay(1, { own: [], minutes: [] })])).toBeUndefined();
});

test("hours in another unit than the newest one are no part of our mean", () => {
  const hours = [hourOfDay(0, { value: 9000, unit: "ug/m3" }), hourOfDay(1, { value: 100 }), hourOfDay(2, { value: 200 })];

  expect(day(hours)).toMatchObject({ value: 150, unit: "mg/m3", hours: 2 });
});

// Behaviour
test("our mean of water weighs each hour with the water that ran: 40 mg/L in 10 m3 and 60 mg/L in 30 m3 are 55 mg/L", () => {
  const cod = { pollutant: "w01018", unit: "mg/L" } as const;
  const all = [
    ...hoursOfDay([40, 60], cod),
    // No water ran, the meter was negative, its value was flagged, none came: no part of the mean.
    ...[2, 3, 4, 5].map((n) => hourOfDay(n, { ...cod, value: 9000 })),
    ...hoursOfDay([10, 30, 0, -1], FLOW),
    hourOfDay(4, { ...FLOW, value: 10, flag: "D" }),
  ];

  // (40 × 10 + 60 × 30) / 40 = 55
  expect(day(all, COMPLETE, EFFLUENT)).toMatchObject({ value: 55, unit: "mg/L", hours: 2, validity: "too-few" });
  expect(day(all, COMPLETE, EFFLUENT)?.steps()[0]?.facts).toMatchObject({ isWeighted: true });
  expect(day(hoursOfDay(FULL, cod), COMPLETE, EFFLUENT)).toBeUndefined();
});

// Behaviour
test("water that was measured in another unit than the newest weighs nothing: 10 L/s and 30 m3/h are not 40 of anything", () => {
  const cod = { pollutant: "w01018", unit: "mg/L" } as const;
  const flows = [hourOfDay(0, { ...FLOW, value: 10, unit: "L/s" }), ...[1, 2].map((n) => hourOfDay(n, { ...FLOW, value: 30 }))];

  // Hours 1 and 2 count alike: (60 + 80) / 2.
  expect(day([...hoursOfDay([40, 60, 80], cod), ...flows], COMPLETE, EFFLUENT)).toMatchObject({ value: 70, hours: 2 });
});

test("the reason of a day that is not valid names its figures", () => {
  const flag = "D";

  expect(invalidDayReason({ flag, validity: "flagged", hours: 24 })).toEqual({ code: "flagged-data", facts: { flag } });
  expect(invalidDayReason({ flag, validity: "implausible", hours: 24 }).code).toBe("implausible-value");
  expect(invalidDayReason({ flag, validity: "too-few", hours: 19 }).facts).toEqual({ valid: 19, required: 20 });
  expect(invalidDayReason({ flag, validity: "too-few", hours: null }).facts).toEqual({ valid: 0, required: 20 });
});
