import fc from "fast-check";
import { expect, test } from "vitest";
import type { HourState } from "../core/judging/hour.ts";
import { MINUTE, plus } from "../core/time.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";
import { foldReading, type JournalledReading } from "./hour-state.ts";

function reading(over: Partial<JournalledReading> = {}): JournalledReading {
  const facts = {
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour",
    at: HOUR_START,
    value: 150,
    flag: "N",
    seq: 1,
  } as const;
  return { ...facts, ...ORIGIN, ...over };
}

function foldAll(readings: readonly JournalledReading[], minuteInterval = 10): HourState | undefined {
  return readings.reduce<HourState | undefined>((state, r) => foldReading(state, r, minuteInterval).next, undefined);
}

test("the first hour mean starts the hour with revision 0", () => {
  const { next, changed } = foldReading(undefined, reading({ converted: 170 }), 10);

  expect(changed).toBe(true);
  expect(next).toEqual({
    outlet: "e1-DA001",
    pollutant: "a21026",
    start: HOUR_START,
    hour: { value: 150, converted: 170, flag: "N", seq: 1, revision: 0 },
    minutesCameFirst: false,
    minutes: [],
  });
});

test("the same hour mean again changes nothing, with or without its converted value", () => {
  const state = foldAll([reading({ converted: 170 })]);

  expect(foldReading(state, reading({ seq: 9, converted: 170 }), 10)).toEqual({ next: state, changed: false });
  expect(foldReading(state, reading({ seq: 9 }), 10)).toEqual({ next: state, changed: false });
});

test("another value, flag or converted value is a correction: the newest wins and the revision grows", () => {
  const corrected = foldAll([reading(), reading({ seq: 2, value: 140 }), reading({ seq: 3, value: 140, flag: "D" })]);
  const converted = foldAll([reading({ converted: 170 }), reading({ seq: 2, converted: 171 })]);

  expect(corrected?.hour).toEqual({ value: 140, flag: "D", seq: 3, revision: 2 });
  expect(converted?.hour).toEqual({ value: 150, converted: 171, flag: "N", seq: 2, revision: 1 });
});

test("a minute belongs to the hour it lies in and a corrected minute replaces the earlier one", () => {
  const minute = { basis: "minute", at: plus(HOUR_START, 50 * MINUTE) } as const;
  const state = foldAll([reading({ ...minute, flag: "D" }), reading({ ...minute, seq: 2, value: 151 })]);
  const repeated = foldReading(state, reading({ ...minute, seq: 3, value: 151 }), 10);

  expect(state?.start).toBe(HOUR_START);
  expect(state?.minutes).toEqual([{ at: minute.at, value: 151, flag: "N", minutes: 10, seq: 2 }]);
  expect(repeated).toEqual({ next: state, changed: false });
});

test("a message that is offered again fills what is missing and takes back no later correction", () => {
  const minute = { basis: "minute", at: plus(HOUR_START, 50 * MINUTE) } as const;
  const state = foldAll([
    reading({ seq: 2, value: 130 }),
    reading({ seq: 6, value: 80 }),
    reading({ ...minute, seq: 6, flag: "D" }),
  ]);
  const again = { seq: 9, retryOf: 4, value: 130 };
  const later = foldReading(state, reading({ ...again, retryOf: 7 }), 10);

  expect(foldReading(state, reading(again), 10).changed).toBe(false);
  expect(foldReading(state, reading({ ...minute, ...again }), 10).changed).toBe(false);
  expect(foldReading(state, reading({ ...minute, ...again, at: HOUR_START }), 10).changed).toBe(true);
  expect(later.next.hour).toMatchObject({ value: 130, seq: 9 });
});

test("minutes came first only when they were there at the first hour mean", () => {
  const minute = reading({ basis: "minute" });

  expect(foldAll([minute, reading({ seq: 2 })])?.minutesCameFirst).toBe(true);
  expect(foldAll([reading(), minute])?.minutesCameFirst).toBe(false);
  expect(foldAll([reading(), minute, reading({ seq: 3, value: 1 })])?.minutesCameFirst).toBe(false);
  expect(foldAll([minute, reading({ seq: 2 }), reading({ seq: 3, value: 1 })])?.minutesCameFirst).toBe(true);
});

test("realtime and day values belong to no hour", () => {
  const state = foldAll([reading()]);

  expect(foldReading(state, reading({ basis: "realtime", value: 999 }), 10).changed).toBe(false);
  expect(foldReading(undefined, reading({ basis: "day", value: 999 }), 10).changed).toBe(false);
});

test("minute readings in any order and any number of repeats give the same hour", () => {
  const minutes = Array.from({ length: 6 }, (_, i) =>
    reading({ basis: "minute", at: plus(HOUR_START, i * 10 * MINUTE), value: 100 + i, flag: i === 3 ? "C" : "N", seq: i + 1 }),
  );
  const shuffled = fc.shuffledSubarray([...minutes, ...minutes], { minLength: 12, maxLength: 12 });

  fc.assert(
    fc.property(shuffled, (order) => {
      expect(foldAll(order)).toEqual(foldAll(minutes));
    }),
  );
});
