import { expect, test } from "vitest";
import { HOUR, type Instant, instant, MINUTE, parseIso, plus } from "../../core/time.ts";
import type {
  ChannelDefinition,
  ChannelModel,
  InstrumentFault,
  PlantDefinition,
  PlantWideEvent,
  StationDefinition,
} from "./plant-definition.ts";
import { loadOf, trueValueOf } from "./plant-state.ts";
import { createStation } from "./station.ts";

const START = parseIso("2026-01-05T08:00:00+08:00") ?? instant(0);
const WHEN = { kind: "once", start: START, end: plus(START, HOUR) } as const;
const DURING = plus(START, 30 * MINUTE);
const AFTER = plus(START, 2 * HOUR);
const ANALYSER = { max: 10_000, noise: 0, weeklyDrift: 0, averagingSeconds: 0, decimals: 2 };

function channel(factor: string, model: ChannelModel): ChannelDefinition {
  return { factor, unit: "mg/m3", model, analyser: ANALYSER };
}

const STACK: StationDefinition = {
  outlet: "e1-DA001",
  kind: "stack",
  channels: [
    channel("a34013", { kind: "flue-gas", rawIdle: 1_000, rawFull: 1_000, removal: 0.99, atOxygen: 10 }),
    channel("a19001", { kind: "oxygen", idle: 10, full: 10 }),
    channel("a00000", { kind: "gas-flow", idle: 50, full: 50 }),
  ],
  events: [],
};
const BOUNDARY: StationDefinition = {
  outlet: "e1-B1",
  kind: "boundary",
  channels: [channel("a34001", { kind: "boundary", background: 0, leak: 0, perKgHour: 0.1 })],
  events: [],
};
const METERS: StationDefinition = {
  outlet: "e1-POWER",
  kind: "power",
  channels: [
    channel("d20105", { kind: "power", of: "production", ratedKw: 1_000 }),
    channel("d30106", { kind: "power", of: "treatment", ratedKw: 100 }),
    channel("bypass", { kind: "valve" }),
  ],
  events: [],
};

/** A plant of the textbook at full load: 1000 mg/m³ of dust in 50 m³/s, of which 99 % are removed. */
function plant(events: readonly PlantWideEvent[]): PlantDefinition {
  return { seed: 1, unrest: 0, shifts: [{ fromHour: 0, load: 1 }], stations: [STACK, BOUNDARY, METERS], events };
}

function trueValue(events: readonly PlantWideEvent[], station: StationDefinition, factor: string, at: Instant): number {
  const found = station.channels.find((c) => c.factor === factor);
  if (found === undefined) throw new Error(`no channel ${factor}`);
  return trueValueOf(plant(events), station, found)(at);
}

test("a treatment that is off removes nothing and draws nothing, and is back afterwards", () => {
  const events = [{ kind: "treatment-off", share: 1, when: WHEN }] as const;

  expect(trueValue(events, STACK, "a34013", DURING)).toBeCloseTo(1_000, 9);
  expect(trueValue(events, METERS, "d30106", DURING)).toBe(0);
  expect(trueValue(events, METERS, "d20105", DURING)).toBeCloseTo(950, 9);
  expect(trueValue(events, STACK, "a34013", AFTER)).toBeCloseTo(10, 9);
});

test("what goes through an open bypass shows at the boundary, not in the stack", () => {
  const events = [{ kind: "bypass-open", share: 0.02, when: WHEN }] as const;

  // 1000 mg/m³ · 50 m³/s · 2 % = 1 g/s = 3.6 kg/h; 0.1 mg/m³ for each kg/h.
  expect(trueValue(events, BOUNDARY, "a34001", DURING)).toBeCloseTo(0.36, 9);
  expect(trueValue(events, STACK, "a34013", DURING)).toBeCloseTo(10, 9);
  expect(trueValue(events, STACK, "a00000", DURING)).toBeCloseTo(49, 9);
  expect([DURING, AFTER].map((at) => trueValue(events, METERS, "bypass", at))).toEqual([1, 0]);
});

test("a plant that stands still emits nothing, draws a little, and its stack is full of air", () => {
  const events = [{ kind: "stop", when: WHEN }] as const;

  expect(loadOf(plant(events))(DURING)).toBe(0);
  expect(trueValue(events, STACK, "a34013", DURING)).toBe(0);
  expect(trueValue(events, STACK, "a19001", DURING)).toBe(20.9);
  expect(trueValue(events, METERS, "d20105", DURING)).toBeCloseTo(50, 9);
  expect(trueValue([{ kind: "power-cut", when: WHEN }], METERS, "d20105", DURING)).toBe(0);
});

test("half way through a start-up the load is half, and the cold treatment lets half of its removal through", () => {
  const events = [{ kind: "start-up", when: WHEN }] as const;

  expect(loadOf(plant(events))(DURING)).toBeCloseTo(0.5, 9);
  expect(trueValue(events, STACK, "a34013", DURING)).toBeCloseTo(1_000 * (1 - 0.495), 9);
});

function shown(fault: InstrumentFault, factor: string, at: Instant) {
  const station: StationDefinition = { ...STACK, faults: [fault] };
  const whole = { ...plant([]), stations: [station] };
  const found = createStation(whole, station).find((c) => c.definition.factor === factor);
  if (found === undefined) throw new Error(`no channel ${factor}`);
  return { sample: found.sample(at), truth: found.truth(START).mean };
}

test.each([
  ["drift", { kind: "drift", sharePerHour: 0.2 }, { value: 11, flag: "N" }],
  ["a wrong unit", { kind: "scaled", by: 1_000 }, { value: 10_000, flag: "N" }],
  ["a fault", { kind: "shows", value: 0, flag: "D" }, { value: 0, flag: "D" }],
  ["a short range", { kind: "over-range", max: 8 }, { value: 8, flag: "T" }],
] as const)("%s changes what the instrument shows and nothing of the truth", (_, fault, sample) => {
  const { sample: seen, truth } = shown({ ...fault, factor: "a34013", when: WHEN }, "a34013", DURING);

  expect(seen).toEqual({ value: expect.closeTo(sample.value, 9), flag: sample.flag });
  expect(truth).toBeCloseTo(10, 9);
  expect(shown({ ...fault, factor: "a34013", when: WHEN }, "a34013", AFTER).sample.value).toBeCloseTo(10, 9);
});

test("air before the probe halves the concentration and brings oxygen half way to that of air", () => {
  const fault = { kind: "diluted", share: 0.5, when: WHEN } as const;

  expect(shown(fault, "a34013", DURING).sample.value).toBeCloseTo(5, 9);
  expect(shown(fault, "a19001", DURING).sample.value).toBeCloseTo((10 + 20.9) / 2, 9);
});

test("a clipped instrument stays below its ceiling by less than a hundredth", () => {
  const { value } = shown({ kind: "clipped", at: 9, when: WHEN }, "a34013", DURING).sample;

  expect(value).toBeLessThanOrEqual(9);
  expect(value).toBeGreaterThan(8.91);
});
