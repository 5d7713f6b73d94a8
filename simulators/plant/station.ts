import { DAY, HOUR, type Instant, instant, MINUTE, plus } from "../../core/time.ts";
import { createNoise } from "./noise.ts";
import type { AnalyserDefinition, ChannelDefinition, PlantDefinition, StationDefinition } from "./plant-definition.ts";
import { isDuring, type Quantity, trueValueOf } from "./plant-state.ts";

/** The instruments take a sample every 5 seconds, on the clock's fives. */
export const SAMPLE_MS = 5_000;
/** Statistics of ten minutes, as HJ 212-2017 devices usually send them. */
export const MINUTE_PERIOD_MS = 10 * MINUTE;
const WEEK = 7 * DAY;
/** Flue gas of which less than this share was measured normally is flagged D (HJ 212-2017, notes to C.16-C.18). */
const NORMAL_SHARE = 0.75;

/** What an instrument shows: not rounded. */
export interface Sample {
  readonly value: number;
  readonly flag: "N" | "T";
}

/** Statistics of a period. The mean of an hour is the mean of its six ten-minute means. Not rounded. */
export interface PeriodStats {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly flag: "N" | "D";
}

/** What really happened in one hour, known to the simulator only. */
export interface HourTruth {
  /** Mean of the true value, at the oxygen content of the stack. */
  readonly mean: number;
  /** The mean to compare with the limit: converted when the limit asks for it. */
  readonly compared: number;
  readonly isExceeding: boolean;
  /** True when something escaped in this hour that nobody declared. */
  readonly isUndeclared: boolean;
}

/** One channel of a station: samples, statistics and truth, each a pure function of time. */
export interface StationChannel {
  readonly definition: ChannelDefinition;
  sample(at: Instant): Sample;
  /** Statistics of the ten minutes that begin at `start`. */
  minute(start: Instant): PeriodStats;
  /** Statistics of the hour that begins at `start`. */
  hour(start: Instant): PeriodStats;
  truth(start: Instant): HourTruth;
}

/** The instruments of one station. Live values and back-fill are the same functions, so they agree. */
export function createStation(plant: PlantDefinition, station: StationDefinition): readonly StationChannel[] {
  const truths = new Map(station.channels.map((c) => [c, trueValueOf(plant, station, c)]));
  const oxygen = station.channels.find((c) => c.model.kind === "oxygen");
  return station.channels.map((definition) => {
    const truth = quantity(truths, definition);
    const sample = analyser(plant, `${station.outlet}|${definition.factor}`, { truth, instrument: definition.analyser });
    const flagOf = station.kind === "effluent" ? strictFlag : gasFlag;
    const minute = (start: Instant): PeriodStats => statsOfSamples(sample, start, flagOf);
    return {
      definition,
      sample,
      minute,
      hour: (start) => statsOfMinutes(minute, start, flagOf),
      truth: (start) =>
        truthOfHour(station, definition, {
          start,
          truth,
          ...(oxygen !== undefined && { oxygen: quantity(truths, oxygen) }),
        }),
    };
  });
}

function quantity(truths: ReadonlyMap<ChannelDefinition, Quantity>, channel: ChannelDefinition): Quantity {
  const found = truths.get(channel);
  if (found === undefined) throw new Error(`no channel ${channel.factor}`);
  return found;
}

/**
 * The instrument lags (it averages over its last seconds), runs off from one weekly calibration to the next, is noisy, shows nothing below zero, and at the
 * end of its range shows the end.
 */
function analyser(
  plant: PlantDefinition,
  name: string,
  { truth, instrument }: { readonly truth: Quantity; readonly instrument: AnalyserDefinition },
): (at: Instant) => Sample {
  const noise = createNoise(plant.seed, `${name}|analyser`, plant.unrest);
  const lag = instrument.averagingSeconds * 500;
  return (at) => {
    const seen = (truth(at) + truth(instant(at - lag)) + truth(instant(at - 2 * lag))) / 3;
    const drift = instrument.weeklyDrift * ((at % WEEK) / WEEK);
    const shown = Math.max(0, seen * (1 + drift + instrument.noise * noise.bell(Math.floor(at / SAMPLE_MS))));
    return shown > instrument.max ? { value: instrument.max, flag: "T" } : { value: shown, flag: "N" };
  };
}

type FlagRule = (normal: number, all: number) => "N" | "D";
const gasFlag: FlagRule = (normal, all) => (normal >= NORMAL_SHARE * all ? "N" : "D");
const strictFlag: FlagRule = (normal, all) => (normal === all ? "N" : "D");

function statsOfSamples(sample: (at: Instant) => Sample, start: Instant, flagOf: FlagRule): PeriodStats {
  const count = MINUTE_PERIOD_MS / SAMPLE_MS;
  let [sum, min, max, normal] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < count; i++) {
    const { value, flag } = sample(plus(start, i * SAMPLE_MS));
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (flag === "N") normal++;
  }
  return { mean: sum / count, min, max, flag: flagOf(normal, count) };
}

function statsOfMinutes(minute: (start: Instant) => PeriodStats, start: Instant, flagOf: FlagRule): PeriodStats {
  const parts = Array.from({ length: HOUR / MINUTE_PERIOD_MS }, (_, i) => minute(plus(start, i * MINUTE_PERIOD_MS)));
  return {
    mean: parts.reduce((sum, p) => sum + p.mean, 0) / parts.length,
    min: Math.min(...parts.map((p) => p.min)),
    max: Math.max(...parts.map((p) => p.max)),
    flag: flagOf(parts.filter((p) => p.flag === "N").length, parts.length),
  };
}

function truthOfHour(
  station: StationDefinition,
  { factor, limit }: ChannelDefinition,
  known: { readonly start: Instant; readonly truth: Quantity; readonly oxygen?: Quantity },
): HourTruth {
  const mean = trueMean(known.truth, known.start);
  const compared =
    limit?.oxygenReference === undefined || known.oxygen === undefined
      ? mean
      : atReference(mean, trueMean(known.oxygen, known.start), limit.oxygenReference);
  const isUndeclared = station.events.some(
    (e) => e.kind === "release" && e.factor === factor && !e.declared && isInHour(e.when, known.start),
  );
  return { mean, compared, isExceeding: limit !== undefined && compared > limit.value, isUndeclared };
}

function trueMean(truth: Quantity, start: Instant): number {
  const count = HOUR / SAMPLE_MS;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += truth(plus(start, i * SAMPLE_MS));
  return sum / count;
}

function isInHour(when: Parameters<typeof isDuring>[0], start: Instant): boolean {
  for (let at = start; at < start + HOUR; at = plus(at, MINUTE)) if (isDuring(when, at)) return true;
  return false;
}

/** A concentration measured at `oxygen` percent, converted to `reference` percent. */
export function atReference(measured: number, oxygen: number, reference: number): number {
  return (measured * (21 - reference)) / (21 - oxygen);
}
