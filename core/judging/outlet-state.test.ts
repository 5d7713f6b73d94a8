import { expect, test } from "vitest";
import type { Reading } from "../readings/reading.ts";
import { type BeijingDate, type DurationMs, HOUR, instant, MINUTE } from "../time.ts";
import type { Limit } from "./limit.ts";
import { limitBeside, type NewestValue, offlineAfter, outletState, shareOfLimit } from "./outlet-state.ts";

const NOW = instant(1_795_392_000_000);
const LIMIT: Limit = {
  id: "l1",
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour-mean",
  comparator: "<=",
  value: 100,
  unit: "mg/m3",
  validFrom: "2025-01-01" as BeijingDate,
  validTo: null,
  source: "permit",
  confidence: "C",
};
const reading = (change: Partial<Reading> = {}): Reading => ({
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "realtime",
  at: NOW,
  value: 50,
  flag: "N",
  ...change,
});
const value = (change: Partial<Reading> = {}): NewestValue => ({
  reading: reading(change),
  limit: LIMIT,
  share: shareOfLimit(reading(change), LIMIT),
});
const state = (change: Partial<Parameters<typeof outletState>[0]>) =>
  outletState({
    now: NOW,
    newestAt: NOW,
    offlineAfterMs: (10 * MINUTE) as DurationMs,
    latest: [value()],
    verdicts: [],
    ...change,
  });

test("an outlet is offline when its newest reading is older than it may be silent, or there is none", () => {
  expect(state({ newestAt: instant(NOW - 10 * MINUTE) })).toBe("ok");
  expect(state({ newestAt: instant(NOW - 10 * MINUTE - 1), verdicts: ["exceeding"] })).toBe("offline");
  expect(state({ newestAt: null })).toBe("offline");
});

test("an outlet exceeds only when a verdict says so; a momentary value above the limit is a warning", () => {
  expect(state({ latest: [value({ value: 130 })] })).toBe("warning");
  expect(state({ verdicts: ["compliant", "exceeding"] })).toBe("exceeding");
});

test("a value from four fifths of the limit is a warning", () => {
  expect(state({ latest: [value({ value: 80 })] })).toBe("warning");
  expect(state({ latest: [value({ value: 79.9 })] })).toBe("ok");
});

test("an outlet whose limited pollutant comes with a fault flag cannot be judged", () => {
  expect(state({ latest: [value({ flag: "D", value: 130 })] })).toBe("cannot-judge");
  expect(state({ verdicts: ["cannot-judge"] })).toBe("cannot-judge");
});

test("a usable value near its limit is a warning although the last hour could not be judged", () => {
  expect(state({ latest: [value({ value: 130 })], verdicts: ["cannot-judge"] })).toBe("warning");
});

test("a converted limit is compared with the converted value only", () => {
  const converted = { ...LIMIT, converted: true, oxygenReference: 10 };

  expect(shareOfLimit(reading({ value: 50 }), converted)).toBeNull();
  expect(shareOfLimit(reading({ value: 50, converted: 60 }), converted)).toBe(0.6);
});

test("the strictest limit in force is shown, and an hour mean is never shown beside a day limit", () => {
  const strict = { ...LIMIT, id: "l2", value: 60 };
  const past = { ...LIMIT, id: "l3", value: 10, validTo: "2026-01-01" as BeijingDate };
  const day: Limit = { ...LIMIT, id: "l4", basis: "day-mean", value: 5 };

  expect(limitBeside([LIMIT, strict, past, day], "hour", NOW)?.id).toBe("l2");
  expect(limitBeside([day], "hour", NOW)).toBeNull();
  expect(limitBeside([day], "day", NOW)?.id).toBe("l4");
});

test("an outlet that sends hours may be silent for three hours, one that sends every minute for ten minutes", () => {
  const device = { realtimeSeconds: 60, minuteMinutes: 10 };

  expect(offlineAfter("hour", device)).toBe(3 * HOUR);
  expect(offlineAfter("minute", device)).toBe(30 * MINUTE);
  expect(offlineAfter("realtime", device)).toBe(10 * MINUTE);
});
