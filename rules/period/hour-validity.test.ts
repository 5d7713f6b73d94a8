import { expect, test } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import { type Instant, MINUTE, plus } from "../../core/time.ts";
import { anHour, at, aVersion, HOUR_START, minuteFacts } from "../../tests/support/hour-facts.ts";
import { completenessAsk, invalidityReason, knownHour } from "./hour-validity.ts";

const COMPLETE = at("2026-11-23T10:00:00+08:00");
const BEFORE = plus(COMPLETE, -1);

function validity(over: Parameters<typeof anHour>[0], now: Instant = COMPLETE) {
  return knownHour(anHour(over), now)?.validity;
}

/** Values of ten minutes from the first minute of the hour on. */
function tenMinutes(flags: readonly string[], unit = "mg/m3"): PeriodState["minutes"] {
  return flags.map((flag, i) => ({
    at: plus(HOUR_START, i * 10 * MINUTE),
    minutes: 10,
    versions: [aVersion({ value: 100 + i, flag, unit, seq: i + 1 })],
  }));
}

test.each([
  [44, "too-few"],
  [45, "valid"],
  [46, "valid"],
  [60, "valid"],
])("in a complete hour %i valid minutes with the rest missing are %s", (usable, expected) => {
  expect(validity({ minutes: minuteFacts(usable, 0) })).toEqual({ validity: expected, validMinutes: usable });
});

test.each([
  [14, "valid", 46],
  [15, "valid", 45],
  [16, "too-few", 44],
])("before the hour is complete %i flagged minutes with the rest missing are %s", (faulty, expected, validMinutes) => {
  expect(validity({ minutes: minuteFacts(0, faulty) }, BEFORE)).toEqual({ validity: expected, validMinutes });
});

test("without minute data the flag of the hour mean decides alone", () => {
  expect(validity({})).toEqual({ validity: "valid", validMinutes: null });
});

test.each(["F", "M", "S", "D", "C", "T", "B", "P"])("an hour mean with flag %s is flagged, whatever its minutes", (flag) => {
  expect(validity({ flag, minutes: minuteFacts(60, 0) })).toEqual({ validity: "flagged", validMinutes: 60 });
});

test("an implausible mean is implausible, whatever its minutes; a flagged one is flagged first", () => {
  expect(validity({ implausible: true, minutes: minuteFacts(10, 0) })?.validity).toBe("implausible");
  expect(validity({ implausible: true, flag: "T" })?.validity).toBe("flagged");
});

test("an implausible minute is no valid one", () => {
  const minutes = minuteFacts(60, 0).map((m, i) =>
    i < 16 ? { ...m, versions: [aVersion({ value: 6553.5, implausible: true })] as const } : m,
  );

  expect(validity({ minutes })).toEqual({ validity: "too-few", validMinutes: 44 });
});

test("ten-minute values count ten minutes each: one faulty value of six leaves 50, two leave 40", () => {
  expect(validity({ minutes: tenMinutes(["D", "N", "N", "N", "N", "N"]) })).toEqual({ validity: "valid", validMinutes: 50 });
  expect(validity({ minutes: tenMinutes(["D", "D", "N", "N", "N", "N"]) })).toEqual({ validity: "too-few", validMinutes: 40 });
});

test("the mean of the logger is taken as it is, also before the hour is complete", () => {
  expect(knownHour(anHour({ value: 170, minutes: minuteFacts(60, 0) }), BEFORE)?.mean).toEqual(aVersion({ value: 170 }));
});

// Behaviour
test("minutes without an hour mean give a mean of ours, of the valid ones only, when the hour is complete", () => {
  // (101 + 102 + 103 + 104 + 105) / 5 = 103; the flagged 100 is left out.
  const hour = anHour({ own: [], minutes: tenMinutes(["D", "N", "N", "N", "N", "N"]) });

  expect(knownHour(hour, BEFORE)).toBeUndefined();
  expect(knownHour(hour, COMPLETE)).toEqual({
    mean: { value: 103, flag: "N", unit: "mg/m3", seq: 6, isOurs: true },
    validity: { validity: "valid", validMinutes: 50 },
  });
});

test("our mean weighs a value with the minutes that it covers", () => {
  // 100 over the ten minutes from 08:00, 200 over the one from 08:59: (100 × 10 + 200 × 1) / 11.
  const minutes = [
    { at: HOUR_START, minutes: 10, versions: [aVersion({ value: 100 })] },
    { at: plus(HOUR_START, 59 * MINUTE), minutes: 10, versions: [aVersion({ value: 200 })] },
  ] as const;

  expect(knownHour(anHour({ own: [], minutes }), COMPLETE)?.mean.value).toBe(109.090909091);
});

test("our mean is in the unit of the newest valid minute; values in another unit are left out", () => {
  const [first, ...others] = tenMinutes(["N", "N", "N"]);
  const [micro] = tenMinutes(["N"], "ug/m3");

  // (101 + 102) / 2
  expect(first).toBeDefined();
  expect(
    knownHour(anHour({ own: [], minutes: [...(micro === undefined ? [] : [micro]), ...others] }), COMPLETE)?.mean,
  ).toMatchObject({
    value: 101.5,
    unit: "mg/m3",
  });
});

// Behaviour
test("an hour of which only flagged or implausible minutes came has a mean of them that cannot be judged", () => {
  // (100 + 101) / 2
  const flagged = knownHour(anHour({ own: [], minutes: tenMinutes(["D", "M"]) }), COMPLETE);
  const sentinel = { at: HOUR_START, versions: [aVersion({ value: 6553.5, implausible: true })] } as const;

  expect(flagged).toEqual({
    mean: { value: 100.5, flag: "M", unit: "mg/m3", seq: 2, isOurs: true },
    validity: { validity: "flagged", validMinutes: 0 },
  });
  expect(validity({ own: [], minutes: [sentinel] })).toEqual({ validity: "implausible", validMinutes: 0 });
  expect(knownHour(anHour({ own: [], minutes: [] }), COMPLETE)).toBeUndefined();
});

test("the reason of an hour that is not valid names its figures", () => {
  const flag = "D";

  expect(invalidityReason({ flag }, { validity: "flagged", validMinutes: null })).toEqual({
    code: "flagged-data",
    facts: { flag },
  });
  expect(invalidityReason({ flag }, { validity: "implausible", validMinutes: 3 }).code).toBe("implausible-value");
  expect(invalidityReason({ flag }, { validity: "too-few", validMinutes: 44 }).facts).toEqual({ valid: 44, required: 45 });
  expect(invalidityReason({ flag }, { validity: "too-few", validMinutes: null }).facts).toEqual({ valid: 0, required: 45 });
});

test("the hour is looked at again when it is complete, unless nothing can have changed by then", () => {
  const partial = { minutes: minuteFacts(30, 10) };

  expect(completenessAsk(anHour(partial), BEFORE)).toBe(COMPLETE);
  expect(completenessAsk(anHour(partial), COMPLETE)).toBeNull();
  expect(completenessAsk(anHour(), BEFORE)).toBeNull();
  expect(completenessAsk(anHour({ minutes: minuteFacts(50, 10) }), BEFORE)).toBeNull();
  expect(completenessAsk(anHour({ own: [], minutes: minuteFacts(60, 0) }), BEFORE)).toBe(COMPLETE);
});
