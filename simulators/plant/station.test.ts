import { expect, test } from "vitest";
import { HOUR, type Instant, instant, MINUTE, parseIso, plus } from "../../core/time.ts";
import type { AnalyserDefinition, PlantDefinition, PlantEvent, StationDefinition } from "./plant-definition.ts";
import { createStation, type StationChannel } from "./station.ts";

const START = parseIso("2026-11-23T10:00:00+08:00") ?? instant(0);
const CALM: AnalyserDefinition = { max: 1_000, noise: 0, weeklyDrift: 0, averagingSeconds: 0, decimals: 2 };

interface Case {
  readonly unrest?: number;
  readonly seed?: number;
  readonly analyser?: Partial<AnalyserDefinition>;
  readonly events?: readonly PlantEvent[];
  readonly kind?: StationDefinition["kind"];
}

/** SO₂ of 40 mg/m³ at 10 % oxygen, measured at 15.5 %: 20 mg/m³. Limit 35, converted to 10 %. */
function so2({ unrest = 1, seed = 5, analyser, events = [], kind = "stack" }: Case = {}): StationChannel {
  const station: StationDefinition = {
    outlet: "e1-DA001",
    kind,
    channels: [
      {
        factor: "a21026",
        unit: "mg/m3",
        model: { kind: "flue-gas", rawIdle: 400, rawFull: 400, removal: 0.9, atOxygen: 10 },
        analyser: { ...CALM, noise: 0.02, averagingSeconds: 60, ...analyser },
        limit: { value: 35, oxygenReference: 10 },
      },
      { factor: "a19001", unit: "%", model: { kind: "oxygen", idle: 15.5, full: 15.5 }, analyser: CALM },
    ],
    events,
  };
  const plant: PlantDefinition = { seed, unrest, shifts: [{ fromHour: 0, load: 1 }], stations: [station] };
  const [channel] = createStation(plant, station);
  if (channel === undefined) throw new Error("no channel");
  return channel;
}

function samples(channel: StationChannel, start: Instant, ms: number): readonly number[] {
  return Array.from({ length: ms / 5_000 }, (_, i) => channel.sample(plus(start, i * 5_000)).value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

test("the same seed gives the same values in any order of asking, another seed others", () => {
  const live = so2();
  const hoursLive = [0, 1, 2].map((h) => live.hour(plus(START, h * HOUR)));
  const later = so2();
  const hoursLater = [2, 1, 0].map((h) => later.hour(plus(START, h * HOUR)));

  expect(hoursLater.toReversed()).toEqual(hoursLive);
  expect(so2({ seed: 6 }).hour(START)).not.toEqual(hoursLive[0]);
});

test("the mean of ten minutes is the mean of their 120 samples, with their least and their greatest", () => {
  const channel = so2();
  const values = samples(channel, START, 10 * MINUTE);

  const minute = channel.minute(START);

  expect(values).toHaveLength(120);
  expect(minute.mean).toBeCloseTo(mean(values), 9);
  expect([minute.min, minute.max]).toEqual([Math.min(...values), Math.max(...values)]);
});

test("the mean of an hour is the mean of its six minute means and of its 720 samples", () => {
  const channel = so2();
  const minutes = [0, 1, 2, 3, 4, 5].map((i) => channel.minute(plus(START, i * 10 * MINUTE)));
  const values = samples(channel, START, HOUR);

  const hour = channel.hour(START);

  expect(hour.mean).toBeCloseTo(mean(minutes.map((m) => m.mean)), 9);
  expect(hour.mean).toBeCloseTo(mean(values), 9);
  expect([hour.min, hour.max]).toEqual([Math.min(...values), Math.max(...values)]);
});

test("hours differ from each other", () => {
  const channel = so2();
  const means = Array.from({ length: 24 }, (_, h) => channel.hour(plus(START, h * HOUR)).mean.toFixed(2));

  expect(new Set(means).size).toBeGreaterThan(20);
});

test("a still plant is measured as it is: 20 mg/m³ at 15.5 % oxygen, which is 40 at 10 % and above a limit of 35", () => {
  const channel = so2({ unrest: 0 });

  expect(channel.hour(START)).toMatchObject({ mean: expect.closeTo(20, 9), flag: "N" });
  expect(channel.truth(START)).toMatchObject({
    mean: expect.closeTo(20, 9),
    compared: expect.closeTo(40, 9),
    isExceeding: true,
    isUndeclared: false,
  });
});

test("drift grows from nothing to its share within the week, and truth knows nothing of it", () => {
  const channel = so2({ unrest: 0, analyser: { weeklyDrift: 0.07 } });
  const weekStart = instant(Math.floor(START / (7 * 24 * HOUR)) * 7 * 24 * HOUR);

  expect(channel.sample(weekStart).value).toBeCloseTo(20, 9);
  expect(channel.sample(plus(weekStart, 3.5 * 24 * HOUR)).value).toBeCloseTo(20 * 1.035, 9);
  expect(channel.truth(plus(weekStart, 3.5 * 24 * HOUR)).mean).toBeCloseTo(20, 9);
});

test("above its range an analyser shows the end of the range with flag T, and the period is flagged T", () => {
  const channel = so2({ unrest: 0, analyser: { max: 19 } });

  expect(channel.sample(START)).toEqual({ value: 19, flag: "T" });
  expect(channel.hour(START)).toMatchObject({ mean: 19, flag: "T" });
  expect(channel.truth(START).mean).toBeCloseTo(20, 9);
});

/** Out of range for the last share of the hour's ten minutes that begin at 10:00. */
function outOfRangeFrom(minuteOfHour: number): readonly PlantEvent[] {
  const start = plus(START, minuteOfHour * MINUTE);
  return [{ kind: "removal-lost", factor: "a21026", share: 0.5, when: { kind: "once", start, end: plus(START, 10 * MINUTE) } }];
}

test("flue gas is normal when three quarters of its samples are; waste water only when all are", () => {
  const still = { unrest: 0, analyser: { max: 50, averagingSeconds: 0 } } as const;

  expect(so2({ ...still, events: outOfRangeFrom(7.5) }).minute(START).flag).toBe("N");
  expect(so2({ ...still, events: outOfRangeFrom(7) }).minute(START).flag).toBe("T");
  expect(so2({ ...still, kind: "effluent", events: outOfRangeFrom(9.5) }).minute(START).flag).toBe("T");
});

test("an instrument lags behind a sudden change by its averaging time", () => {
  const channel = so2({ unrest: 0, analyser: { averagingSeconds: 60 }, events: outOfRangeFrom(2) });
  const seen = [119, 121, 151, 181].map((second) => channel.sample(plus(START, second * 1_000)).value);

  // From 20 to 110 mg/m³ (half of the removal lost lets 55 % of 200 through), a third at a time.
  expect(seen.map((v) => Math.round(v))).toEqual([20, 50, 80, 110]);
});
