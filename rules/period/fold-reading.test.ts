import { expect, test } from "vitest";
import { HOUR, instant, MINUTE, plus } from "../../core/time.ts";
import { at, HOUR_START } from "../../tests/support/hour-facts.ts";
import { ARRIVAL, aReading, foldAll } from "../../tests/support/period-readings.ts";
import { foldReading, inForce, periodOf } from "./fold-reading.ts";

const NOON = at("2026-11-24T12:00:00+08:00");
const LATE = { now: NOON };
const MINUTE_50 = { basis: "minute", at: plus(HOUR_START, 50 * MINUTE), minutes: 10 } as const;

test("the first hour mean starts the period with one version", () => {
  expect(foldAll([aReading({ converted: 170 })])).toEqual({
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour",
    start: HOUR_START,
    own: [{ value: 150, converted: 170, flag: "N", unit: "mg/m3", order: ARRIVAL, channelFrom: 0, seq: 1 }],
    minutes: [],
    heardAt: ARRIVAL,
    findings: [],
    isColoured: false,
    askAt: null,
  });
});

test("a version keeps every part of the value that came, and where it came from", () => {
  const arrival = { entry: 9, digest: 4 };
  const parts = { min: 1, max: 9, total: 12, field: "Data", implausible: true, arrival } as const;

  expect(inForce(foldAll([aReading(parts, 3, { channelFrom: 5 })]))).toMatchObject({ ...parts, channelFrom: 5, seq: 4 });
});

test("a period that was long past when its first value came says so for good", () => {
  const state = foldAll([aReading({}, 0, { isHistory: true }), aReading({ value: 140 }, 1)]);

  expect(state.isHistory).toBe(true);
});

// Behaviour
test("the same frame sent again after its correction changes nothing: the correction stays in force", () => {
  const [first, correction] = [aReading({ value: 230 }, 0), aReading({ value: 180 }, 1)];
  const corrected = foldAll([first, correction]);

  expect(inForce(corrected)?.value).toBe(180);
  expect(foldAll([first, correction, { ...first, seq: 99 }])).toEqual(corrected);
  expect(foldReading(corrected, corrected, first)).toBe(corrected);
});

// Behaviour
test("a correction of a total, an extreme or a converted value alone is a version of its own", () => {
  const state = foldAll([
    aReading({ converted: 170, total: 1 }, 0),
    aReading({ converted: 170, total: 2 }, 1),
    aReading({ converted: 171, total: 2 }, 2),
    aReading({ converted: 171, total: 2, min: 3 }, 3),
    aReading({ converted: 171, total: 2, min: 3, max: 4 }, 4),
  ]);

  expect(state.own.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
});

// Behaviour
test("versions that are offered again, the oldest first, do not lose the correction", () => {
  const [first, correction] = [aReading({ value: 130 }, 0), aReading({ value: 80 }, 1)];

  expect(inForce(foldAll([correction, first]))?.value).toBe(80);
  expect(inForce(foldAll([first, correction, first, correction]))?.value).toBe(80);
});

test("a value that its source says again, later than another one, is in force again", () => {
  const state = foldAll([aReading({ value: 130 }, 0), aReading({ value: 80 }, 1), aReading({ value: 130 }, 2)]);

  expect(state.own.map(({ value, seq }) => [value, seq])).toEqual([
    [130, 3],
    [80, 2],
  ]);
});

// Behaviour
test("a later channel is in force whatever the older one says after it, and in whatever order they come", () => {
  const older = aReading({ value: 5, unit: "mg/m3" }, 9, { channelFrom: 100 });
  const later = aReading({ value: 5000, unit: "ug/m3" }, 0, { channelFrom: 200 });

  for (const order of [
    [older, later],
    [later, older],
  ])
    expect(inForce(foldAll(order))).toMatchObject({ value: 5000, unit: "ug/m3" });
});

test("what both channels say counts as said by the later one, in whatever order they come", () => {
  const older = aReading({ value: 150 }, 5, { channelFrom: 100 });
  const correction = aReading({ value: 160 }, 7, { channelFrom: 100 });
  const later = aReading({ value: 150 }, 0, { channelFrom: 200 });
  const orders = [
    [older, correction, later],
    [later, correction, older],
    [correction, later, older],
    [later, older, correction],
  ];

  for (const order of orders) expect(inForce(foldAll(order))).toMatchObject({ value: 150, channelFrom: 200 });
});

test("a minute belongs to the hour it lies in, and a corrected minute overcomes the earlier one", () => {
  const flagged = aReading({ ...MINUTE_50, flag: "D" }, 0);
  const state = foldAll([flagged, aReading({ ...MINUTE_50, value: 151 }, 1)]);

  expect(state.start).toBe(HOUR_START);
  expect(state.own).toEqual([]);
  expect(state.minutes).toMatchObject([{ at: MINUTE_50.at, minutes: 10, versions: [{ value: 151 }, { flag: "D" }] }]);
  expect(foldReading(state, state, flagged)).toBe(state);
});

test("minutes stand in their order whatever order they came in, with their intervals where they are registered", () => {
  const minute = (n: number) => aReading({ basis: "minute", at: plus(HOUR_START, n * MINUTE) }, n);
  const starts = foldAll([minute(20), minute(0), minute(40), minute(10)]).minutes.map((m) => (m.at - HOUR_START) / MINUTE);

  expect(starts).toEqual([0, 10, 20, 40]);
  expect(foldAll([minute(20)]).minutes[0]).not.toHaveProperty("minutes");
});

test("an hour and its minutes are of one period, a day of its own, and a moment of none", () => {
  const { reading } = aReading();
  const place = { outlet: "e1-DA001", pollutant: "a21026" };
  const hour = { ...place, basis: "hour", start: HOUR_START };

  expect(periodOf(reading)).toEqual(hour);
  expect(periodOf({ ...reading, at: plus(HOUR_START, HOUR - 1) })).toEqual(hour);
  expect(periodOf({ ...reading, ...MINUTE_50 })).toEqual(hour);
  expect(periodOf({ ...reading, basis: "day" })).toEqual({ ...place, basis: "day", start: at("2026-11-23T00:00:00+08:00") });
  expect(periodOf({ ...reading, basis: "realtime" })).toBeUndefined();
});

test("a minute covers what was registered for the version in force, in whatever order the versions came", () => {
  const before = aReading({ ...MINUTE_50, flag: "D" }, 0);
  const after = aReading({ ...MINUTE_50, minutes: 1 }, 1);

  expect(foldAll([before, after]).minutes[0]?.minutes).toBe(1);
  expect(foldAll([after, before])).toEqual(foldAll([before, after]));
});

// Behaviour
test("a flag that comes after the second watermark is kept as a late mark, and the value counts as it did", () => {
  const found = foldAll([aReading({ value: 230 })]);
  const marked = foldAll([aReading({ value: 230, flag: "D" }, 1, LATE)], found);

  expect(marked).toEqual({ ...found, late: { flag: "D" } });
  expect(foldReading(marked, marked, aReading({ value: 230, flag: "D" }, 1, LATE))).toBe(marked);
  expect(foldAll([aReading({ value: 230, flag: "M" }, 2, LATE)], marked).late).toEqual({ flag: "M" });
});

// Behaviour
test("the same value with flag N that comes after the second watermark over one that was flagged in time revises nothing", () => {
  const flagged = foldAll([aReading({ value: 230, flag: "D", converted: 240 })]);
  const late = (value: number, converted: number) => foldAll([aReading({ value, converted }, 1, LATE)], flagged);

  expect(late(230, 240)).toEqual({ ...flagged, late: { flag: "N" } });
  expect(inForce(late(231, 240))).toMatchObject({ value: 231, flag: "N" });
  expect(inForce(late(230, 241))).toMatchObject({ converted: 241, flag: "N" });
});

// Behaviour
test("the bytes of a message are known again after the same was said in other bytes and corrected once more", () => {
  const bytes = (value: number, n: number, digest: number) =>
    aReading({ value, order: instant(ARRIVAL + n), arrival: { entry: n + 1, digest } }, n);
  const said = [bytes(250, 0, 1), bytes(150, 1, 2), bytes(250, 2, 3), bytes(150, 3, 4)];
  const state = foldAll(said);

  expect(inForce(state)?.value).toBe(150);
  expect(foldAll([bytes(250, 4, 1), bytes(150, 5, 2), bytes(250, 6, 3)], state)).toBe(state);
  expect(inForce(foldAll([bytes(250, 7, 5)], state))?.value).toBe(250);
  // Offered again in its old place it moves nothing, and is known from then on.
  const offered = foldAll([aReading({ value: 250, order: ARRIVAL, arrival: { entry: 1, digest: 6 } }, 8)], state);
  expect(inForce(offered)?.value).toBe(150);
  expect(foldAll([bytes(250, 9, 6)], offered)).toBe(offered);
});

test("one millisecond before the second watermark the flag counts", () => {
  const marked = foldAll([aReading({ value: 230 }), aReading({ value: 230, flag: "D" }, 1, { now: plus(NOON, -1) })]);

  expect(inForce(marked)?.flag).toBe("D");
  expect(marked.late).toBeUndefined();
});

// Behaviour
test("another value that comes after the second watermark is in force", () => {
  const state = foldAll([aReading({ value: 230 }), aReading({ value: 180 }, 1, LATE)]);

  expect(inForce(state)?.value).toBe(180);
  expect(state.late).toBeUndefined();
});

// Behaviour
test("a minute that comes or changes after the second watermark is kept as a late mark", () => {
  const found = foldAll([aReading({ value: 230 }), aReading({ ...MINUTE_50 }, 1)]);
  const marked = foldAll([aReading({ ...MINUTE_50, flag: "D" }, 2, LATE)], found);

  expect(marked).toEqual({ ...found, late: { minutes: true } });
  expect(foldAll([aReading({ ...MINUTE_50, at: HOUR_START }, 3, LATE)], marked)).toBe(marked);
});

test("minutes of an hour without a mean of its own count however late they come", () => {
  const state = foldAll([aReading(MINUTE_50), aReading({ ...MINUTE_50, value: 160 }, 1, LATE)]);

  expect(state.minutes[0]?.versions[0].value).toBe(160);
  expect(state.late).toBeUndefined();
});

test("an older flag that comes late is no mark against the value that overcame it", () => {
  const found = foldAll([aReading({ value: 230 }, 5)]);

  expect(foldAll([aReading({ value: 150, flag: "D" }, 2, LATE)], found).late).toBeUndefined();
});

test("what was marked in time and is said again late is no late mark", () => {
  const marked = foldAll([aReading({ flag: "D" }), aReading({ ...MINUTE_50 }, 1)]);
  const again = foldAll([aReading({ flag: "D" }, 5, LATE), aReading({ ...MINUTE_50 }, 6, LATE)], marked);

  expect(again.late).toBeUndefined();
  expect(inForce(again)?.flag).toBe("D");
});

test("of more than fifty versions the oldest are set aside, and one of those said again in its old place changes nothing", () => {
  const versions = Array.from({ length: 51 }, (_, n) => aReading({ value: 100 + n, order: instant(ARRIVAL + n) }, n));
  const state = foldAll(versions);

  expect(state.own).toHaveLength(50);
  expect(state.own.at(-1)?.value).toBe(101);
  expect(foldAll(versions.slice(0, 1), state)).toBe(state);
});
