import { expect, test } from "vitest";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import type { Reading } from "../readings/reading.ts";
import type { Limit } from "../registry/limit.ts";
import type { OutletKind } from "../registry/registry.ts";
import { type BeijingDate, type DurationMs, HOUR, instant, MINUTE } from "../time.ts";
import {
  endOf,
  isBesideValues,
  isLeadAt,
  limitBeside,
  limitFigure,
  limitOf,
  type NewestValue,
  type NewestVerdict,
  newestByPollutant,
  offlineAfter,
  outletState,
  shareOfLimit,
} from "./outlet-state.ts";
import type { VerdictWord } from "./period.ts";

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
  ...ORIGIN,
  ...change,
});
const value = (change: Partial<Reading> = {}): NewestValue => ({
  reading: reading(change),
  limit: LIMIT,
  share: shareOfLimit(reading(change), LIMIT),
  isConsented: false,
});
const said = (...verdicts: readonly VerdictWord[]): readonly NewestVerdict[] =>
  verdicts.map((verdict) => ({ verdict, isLead: false }));
const state = (change: Partial<Parameters<typeof outletState>[0]>) =>
  outletState({
    now: NOW,
    newestAt: NOW,
    offlineAfterMs: (10 * MINUTE) as DurationMs,
    latest: [value()],
    isLimited: true,
    verdicts: [],
    silent: 0,
    ...change,
  });

test("an outlet of which one limited pollutant is silent is not in order, whatever the others say", () => {
  expect(state({ silent: 1 })).toBe("cannot-judge");
  expect(state({ silent: 1, verdicts: said("exceeding") })).toBe("exceeding");
});

test("an outlet is offline when its newest reading is older than it may be silent, or there is none", () => {
  expect(state({ newestAt: instant(NOW - 10 * MINUTE) })).toBe("ok");
  expect(state({ newestAt: instant(NOW - 10 * MINUTE - 1), verdicts: said("exceeding") })).toBe("offline");
  expect(state({ newestAt: null })).toBe("offline");
});

test("an outlet exceeds only when a verdict says so; a momentary value above the limit is a warning", () => {
  expect(state({ latest: [value({ value: 130 })] })).toBe("warning");
  expect(state({ verdicts: said("compliant", "exceeding") })).toBe("exceeding");
});

test("a value from four fifths of the limit is a warning", () => {
  expect(state({ latest: [value({ value: 80 })] })).toBe("warning");
  expect(state({ latest: [value({ value: 79.9 })] })).toBe("ok");
});

test("an outlet whose limited pollutant comes with a fault flag cannot be judged", () => {
  expect(state({ latest: [value({ flag: "D", value: 130 })] })).toBe("cannot-judge");
  expect(state({ verdicts: said("cannot-judge") })).toBe("cannot-judge");
});

test("a usable value near its limit is a warning although the last hour could not be judged", () => {
  expect(state({ latest: [value({ value: 130 })], verdicts: said("cannot-judge") })).toBe("warning");
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

test("readings have the limits that are about them: a moment and a minute are not held to the limit of an hour", () => {
  const momentary: Limit = { ...LIMIT, id: "l5", basis: "instant", value: 300 };
  const day: Limit = { ...LIMIT, id: "l4", basis: "day-mean", value: 5 };
  const furnace: Limit = { ...LIMIT, id: "l6", basis: "furnace-temperature-5min", comparator: ">=", value: 850 };
  const rows = [LIMIT, day, momentary, furnace];

  expect((["realtime", "minute", "hour", "day"] as const).map((basis) => limitOf(rows, basis, NOW)?.id)).toEqual([
    ...["l5", undefined, LIMIT.id, "l4"],
  ]);
});

test("an outlet that sends hours may be silent for three hours, one that sends every minute for ten minutes", () => {
  const device = { realtimeSeconds: 60, minuteMinutes: 10 };

  expect(offlineAfter("hour", device)).toBe(3 * HOUR);
  expect(offlineAfter("minute", device)).toBe(30 * MINUTE);
  expect(offlineAfter("realtime", device)).toBe(10 * MINUTE);
});

test("a range is as strict as its upper end, and a limit without one is shown only when it is the only one", () => {
  const { value: _value, ...rest } = LIMIT;
  const range: Limit = { ...rest, id: "range", comparator: "range", min: 6, max: 9 };
  const lower: Limit = { ...rest, id: "lower", comparator: "range", min: 6 };

  expect(limitBeside([range, LIMIT], "hour", NOW)?.id).toBe("range");
  expect(limitBeside([lower, LIMIT], "hour", NOW)?.id).toBe("l1");
  expect(limitBeside([lower], "hour", NOW)?.id).toBe("lower");
  expect([range, lower, LIMIT, null].map(limitFigure)).toEqual([9, null, 100, null]);
});

test("nothing is a share of a range, or of a limit of zero", () => {
  const { value: _value, ...rest } = LIMIT;

  expect(shareOfLimit(reading(), { ...rest, comparator: "range", min: 6, max: 9 })).toBeNull();
  expect(shareOfLimit(reading(), { ...LIMIT, value: 0 })).toBeNull();
  expect(shareOfLimit(reading(), null)).toBeNull();
});

test("the newest reading of a pollutant is the latest one, and of one moment the one that comes later", () => {
  const old = reading({ at: instant(NOW - MINUTE), value: 1 });
  const [first, second] = [reading({ value: 2 }), reading({ value: 3 })];
  const other = reading({ pollutant: "a34013", at: instant(NOW - HOUR) });

  const newest = newestByPollutant([first, second, old, other]);

  expect([...newest.values()]).toEqual([second, other]);
});

test("a reading reaches to the end of its period, a momentary one to its own moment", () => {
  const ends = (["realtime", "minute", "hour", "day"] as const).map((basis) => endOf(reading({ basis }), 10) - NOW);

  expect(ends).toEqual([0, 10 * MINUTE, HOUR, 24 * HOUR]);
});

// Behaviour
test("what is above its limit at the plant boundary is a warning, never an exceedance", () => {
  const kinds: readonly OutletKind[] = ["stack", "effluent", "boundary", "in-plant"];

  expect(kinds.map((kind) => isLeadAt(kind, []))).toEqual([false, false, true, true]);
  expect(state({ verdicts: [{ verdict: "exceeding", isLead: true }] })).toBe("warning");
});

test("hours that are held against a limit of the boundary alone give leads, wherever they were measured", () => {
  const boundary = { basis: "boundary-hour-mean" } as const;

  expect(isLeadAt("vent", [boundary])).toBe(true);
  expect(isLeadAt("vent", [boundary, { basis: "hour-mean" }])).toBe(false);
});

test("of several pollutants one that exceeds is never hidden by a lead of another", () => {
  const lead = { verdict: "exceeding", isLead: true } as const;

  expect(state({ verdicts: [lead, ...said("exceeding")] })).toBe("exceeding");
});

// Behaviour
test("an outlet without a limit has no state while it is heard, whatever it sends, and is offline when it is not", () => {
  const free = { ...value({ value: 130 }), limit: null, share: null };

  expect(state({ isLimited: false, latest: [free] })).toBeNull();
  expect(state({ isLimited: false, latest: [], newestAt: null })).toBe("offline");
});

// Behaviour
test("what was consented to before it began is declared, and warns of nothing", () => {
  const consented = { ...value({ value: 180 }), isConsented: true };

  expect(state({ latest: [consented] })).toBe("exempt");
  expect(state({ verdicts: said("exempt", "compliant") })).toBe("exempt");
  expect(state({ latest: [consented, value({ value: 90 })] })).toBe("warning");
  expect(state({ latest: [consented], verdicts: said("cannot-judge") })).toBe("cannot-judge");
  expect(state({ latest: [consented], verdicts: said("exceeding") })).toBe("exceeding");
});

test("limits of furnaces and of differences stand beside no value", () => {
  const bases = ["hour-mean", "day-mean", "instant", "furnace-temperature-5min", "boundary-difference"] as const;

  expect(bases.map((basis) => isBesideValues({ basis }))).toEqual([true, true, true, false, false]);
});
