import { expect, test } from "vitest";
import { type ClockWitnesses, clockDoubt } from "./clock-doubt.ts";
import { DAY, HOUR, instant, MINUTE, plus } from "./time.ts";

const NOW = instant(Date.UTC(2026, 10, 30, 4));
const RIGHT: ClockWitnesses = { now: NOW, builtAt: plus(NOW, -10 * DAY), believed: plus(NOW, -HOUR), drifts: [] };
const codeOf = (witnesses: Partial<ClockWitnesses>) => clockDoubt({ ...RIGHT, ...witnesses })?.code;

test("a clock that nobody speaks against is believed", () => {
  expect(codeOf({})).toBeUndefined();
  expect(codeOf({ believed: undefined })).toBeUndefined();
});

// Behaviour
test("a clock that stands before the day of the build is not believed, whoever agrees with it", () => {
  expect(codeOf({ now: plus(RIGHT.builtAt, -1), drifts: [0, 0, 0, 0] })).toBe("older-than-build");
  expect(codeOf({ now: RIGHT.builtAt, believed: undefined })).toBeUndefined();
});

test("the journal speaks against a clock that is more than five minutes behind it, or more than thirty days ahead", () => {
  expect(codeOf({ believed: plus(NOW, 5 * MINUTE) })).toBeUndefined();
  expect(codeOf({ believed: plus(NOW, 5 * MINUTE + 1) })).toBe("behind-journal");
  expect(codeOf({ believed: plus(NOW, -30 * DAY) })).toBeUndefined();
  expect(codeOf({ believed: plus(NOW, -30 * DAY - 1) })).toBe("ahead-of-journal");
});

test.each([
  ["two devices, however far away, are no majority", [HOUR, HOUR], undefined],
  ["three that agree on another time are one", [HOUR, HOUR + MINUTE, HOUR - MINUTE], "devices-disagree"],
  ["three of five are one", [HOUR, HOUR, HOUR, 0, 0], "devices-disagree"],
  ["three of six are none", [HOUR, HOUR, HOUR, 0, 0, 0], undefined],
  ["three that are wrong each in its own way are none", [HOUR, -HOUR, 3 * HOUR], undefined],
  ["five minutes are the same time", [5 * MINUTE, 5 * MINUTE, 5 * MINUTE], undefined],
  ["a cloud around five minutes is none", [2 * MINUTE, 6 * MINUTE, 6 * MINUTE], undefined],
])("%s", (_, drifts, code) => {
  expect(codeOf({ drifts })).toBe(code);
});

test("the doubt says how many of how many devices tell which time", () => {
  expect(clockDoubt({ ...RIGHT, drifts: [-HOUR, -HOUR, -HOUR, 0] })).toEqual({
    code: "devices-disagree",
    facts: { now: NOW, devices: 3, heard: 4, driftMs: -HOUR },
  });
});

test.each([
  ["three of five devices that agree with us outvote the journal", [0, 0, 0, HOUR, -HOUR], undefined],
  ["one device that agrees with us does where it is the only one", [MINUTE], undefined],
  ["one of two does not", [MINUTE, HOUR], "ahead-of-journal"],
  ["three of six do not", [0, 0, 0, HOUR, -HOUR, 3 * HOUR], "ahead-of-journal"],
])("%s", (_, drifts, code) => {
  expect(codeOf({ believed: plus(NOW, -40 * DAY), drifts })).toBe(code);
});
