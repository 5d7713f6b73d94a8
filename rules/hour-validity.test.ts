import { expect, test } from "vitest";
import { MINUTE, plus } from "../core/time.ts";
import { anHour, HOUR_START, minuteFacts } from "../tests/support/hour-facts.ts";
import { evaluateHourValidity } from "./hour-validity.ts";

const VALUE = { value: 150, flag: "N", seq: 7, revision: 0 };

test.each([
  [44, "too-few"],
  [45, "valid"],
  [46, "valid"],
  [60, "valid"],
])("with minutes there first, %i valid minutes and the rest missing are %s", (usable, validity) => {
  const state = anHour({ minutesCameFirst: true, minutes: minuteFacts(usable, 0) });

  expect(evaluateHourValidity(VALUE, state)).toEqual({ validity, validMinutes: usable });
});

test.each([
  [14, "valid", 46],
  [15, "valid", 45],
  [16, "too-few", 44],
])("with minutes after the hour mean, %i flagged ones and the rest missing are %s", (faulty, validity, validMinutes) => {
  const state = anHour({ minutesCameFirst: false, minutes: minuteFacts(0, faulty) });

  expect(evaluateHourValidity(VALUE, state)).toEqual({ validity, validMinutes });
});

test("without minute data the flag of the hour mean decides alone", () => {
  expect(evaluateHourValidity(VALUE, anHour())).toEqual({ validity: "valid", validMinutes: null });
});

test.each(["F", "M", "S", "D", "C", "T", "B", "P"])("an hour mean with flag %s is flagged, whatever its minutes", (flag) => {
  const state = anHour({ minutes: minuteFacts(60, 0), minutesCameFirst: true });

  expect(evaluateHourValidity({ ...VALUE, flag }, state)).toEqual({ validity: "flagged", validMinutes: 60 });
});

test("ten-minute data count ten minutes each: one faulty block of six leaves 50, two leave 40", () => {
  const blocks = (faulty: number) =>
    Array.from({ length: 6 }, (_, i) => ({
      at: plus(HOUR_START, i * 10 * MINUTE),
      value: 1,
      flag: i < faulty ? "D" : "N",
      minutes: 10,
      seq: 1,
    }));

  expect(evaluateHourValidity(VALUE, anHour({ minutesCameFirst: true, minutes: blocks(1) }))).toMatchObject({ validMinutes: 50 });
  expect(evaluateHourValidity(VALUE, anHour({ minutesCameFirst: true, minutes: blocks(2) }))).toEqual({
    validity: "too-few",
    validMinutes: 40,
  });
});

test("a device registered with ten minutes that sends every minute counts no minute twice", () => {
  const minutes = minuteFacts(44, 16).map((m) => ({ ...m, minutes: 10 }));

  expect(evaluateHourValidity(VALUE, anHour({ minutesCameFirst: true, minutes }))).toEqual({
    validity: "too-few",
    validMinutes: 44,
  });
});
