import { expect, test } from "vitest";
import { type Instant, instant, parseIso } from "../../core/time.ts";
import type { ChannelDefinition, ChannelModel, PlantDefinition, PlantEvent, StationDefinition } from "./plant-definition.ts";
import { isDuring, loadOf, trueValueOf } from "./plant-state.ts";

const ANALYSER = { max: 1_000, noise: 0, weeklyDrift: 0, averagingSeconds: 0, decimals: 2 };

function at(beijing: string): Instant {
  return parseIso(`2026-11-23T${beijing}:00+08:00`) ?? instant(Number.NaN);
}

function channel(factor: string, model: ChannelModel): ChannelDefinition {
  return { factor, unit: "mg/m3", model, analyser: ANALYSER };
}

/** True values at a plant without chance that always runs at half load, for the first of the channels. */
function halfLoad(channels: readonly [ChannelDefinition, ...ChannelDefinition[]], events: readonly PlantEvent[] = []) {
  const station: StationDefinition = { outlet: "e1-DA001", kind: "stack", channels, events };
  const plant: PlantDefinition = { seed: 1, unrest: 0, shifts: [{ fromHour: 0, load: 0.5 }], stations: [station] };
  return trueValueOf(plant, station, channels[0]);
}

const SO2 = channel("a21026", { kind: "flue-gas", rawIdle: 100, rawFull: 500, removal: 0.9, atOxygen: 10 });

test("raw gas rises with the load and the treatment removes its share: at half load 300 raw, 30 after removing 90 %", () => {
  expect(halfLoad([SO2])(at("10:00"))).toBeCloseTo(30, 9);
});

test("excess air dilutes: at 15.5 % oxygen half of what it is at 10 %", () => {
  const oxygen = channel("a19001", { kind: "oxygen", idle: 15.5, full: 15.5 });

  expect(halfLoad([SO2, oxygen])(at("10:00"))).toBeCloseTo(15, 9);
});

test("treatment that loses half of its removal lets 55 % through, while it lasts", () => {
  const lost: PlantEvent = {
    kind: "removal-lost",
    factor: "a21026",
    share: 0.5,
    when: { kind: "daily", fromHour: 13, toHour: 16 },
  };
  const value = halfLoad([SO2], [lost]);

  expect(value(at("12:59"))).toBeCloseTo(30, 9);
  expect(value(at("13:00"))).toBeCloseTo(165, 9);
  expect(value(at("15:59"))).toBeCloseTo(165, 9);
  expect(value(at("16:00"))).toBeCloseTo(30, 9);
});

test("the works remove their share of an inlet that swings with the day: 300 mg/L at 14:00, a tenth less at 08:00", () => {
  const cod = halfLoad([channel("w01018", { kind: "effluent", influent: 300, swing: 0.1, removal: 0.9 })]);

  expect(cod(at("14:00"))).toBeCloseTo(30, 9);
  expect(cod(at("08:00"))).toBeCloseTo(27, 9);
  expect(cod(at("20:00"))).toBeCloseTo(33, 9);
});

test("the boundary sees the background, what always escapes, and a release on top", () => {
  const tsp = channel("a34001", { kind: "boundary", background: 0.2, leak: 1, perKgHour: 0.1 });
  const release: PlantEvent = {
    kind: "release",
    factor: "a34001",
    kgPerHour: 8,
    declared: false,
    when: { kind: "once", start: at("14:00"), end: at("15:00") },
  };
  const value = halfLoad([tsp], [release]);

  // The background swings with the day by 15 %, which is nothing at 14:00 and 02:00.
  expect(value(at("02:00"))).toBeCloseTo(0.2 + 0.5 * 0.1, 9);
  expect(value(at("14:00"))).toBeCloseTo(0.2 + (0.5 + 8) * 0.1, 9);
});

test("temperature, gas flow and water flow follow load and day", () => {
  expect(halfLoad([channel("a01012", { kind: "temperature", idle: 60, full: 120 })])(at("10:00"))).toBeCloseTo(90, 9);
  expect(halfLoad([channel("a00000", { kind: "gas-flow", idle: 10, full: 30 })])(at("10:00"))).toBeCloseTo(20, 9);
  expect(halfLoad([channel("w00000", { kind: "water-flow", mean: 500, swing: 0.2 })])(at("20:00"))).toBeCloseTo(600, 9);
});

test("a shift's load is reached half an hour after it begins, also across midnight", () => {
  const load = loadOf({
    seed: 1,
    unrest: 0,
    shifts: [
      { fromHour: 6, load: 0.9 },
      { fromHour: 22, load: 0.3 },
    ],
    stations: [],
  });

  expect(
    ["05:59", "06:00", "06:15", "06:30", "21:59", "22:15", "22:30", "00:00"].map((t) => Number(load(at(t)).toFixed(6))),
  ).toEqual([0.3, 0.3, 0.6, 0.9, 0.9, 0.6, 0.3, 0.3]);
});

test("a daily event is on from its first hour until before its last one, in Beijing", () => {
  const when = { kind: "daily", fromHour: 0, toHour: 2 } as const;

  expect(["23:59", "00:00", "01:59", "02:00"].map((t) => isDuring(when, at(t)))).toEqual([false, true, true, false]);
});
