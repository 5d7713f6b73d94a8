import { HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import { createAnalyser, SAMPLE_MS, type Sample, withFaults } from "./analyser.ts";
import type { ChannelDefinition, PlantDefinition, SampleFlag, StationDefinition } from "./plant-definition.ts";
import { isDuring, type Quantity, trueValueOf } from "./plant-state.ts";

/** Statistics of ten minutes, as HJ 212-2017 devices usually send them. */
export const MINUTE_PERIOD_MS = 10 * MINUTE;
/** Flue gas of which less than this share was measured normally is flagged D (HJ 212-2017, notes to C.16-C.18). */
const NORMAL_SHARE = 0.75;

/** Statistics of a period. The mean of an hour is the mean of its six ten-minute means. Not rounded. */
export interface PeriodStats {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly flag: SampleFlag;
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
  const truths = new Map(station.channels.map((c) => [c, remembered(trueValueOf(plant, station, c))]));
  const oxygen = station.channels.find((c) => c.model.kind === "oxygen");
  return station.channels.map((definition) => {
    const truth = quantity(truths, definition);
    const name = `${station.outlet}|${definition.factor}`;
    const faults = (station.faults ?? []).filter((f) => f.factor === undefined || f.factor === definition.factor);
    const whole = createAnalyser(plant, { name, truth, instrument: definition.analyser });
    const sample = withFaults(whole, faults, definition);
    const flagOf = station.kind === "effluent" ? strictFlag : gasFlag;
    const minute = rememberedMinutes((start) => statsOfSamples(sample, start, flagOf));
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

/** An hour and a bit of samples. */
const REMEMBERED = 1_024;

/**
 * An instrument that averages, and the truth beside it, ask for the same moments again: the newest samples are kept.
 */
function remembered(truth: Quantity): Quantity {
  const moments = new Float64Array(REMEMBERED).fill(Number.NaN);
  const values = new Float64Array(REMEMBERED);
  return (at) => {
    const slot = Math.floor(at / SAMPLE_MS) % REMEMBERED;
    if (moments[slot] === at) return values[slot] as number;
    const value = truth(at);
    moments[slot] = at;
    values[slot] = value;
    return value;
  };
}

/** A day and a half of ten minutes. */
const REMEMBERED_MINUTES = 216;

/** An hour asks for the minutes that were asked for one by one before. */
function rememberedMinutes(minute: (start: Instant) => PeriodStats): (start: Instant) => PeriodStats {
  const newest: { readonly start: Instant; readonly stats: PeriodStats }[] = [];
  return (start) => {
    const slot = Math.floor(start / MINUTE_PERIOD_MS) % REMEMBERED_MINUTES;
    const known = newest[slot];
    if (known?.start === start) return known.stats;
    const stats = minute(start);
    newest[slot] = { start, stats };
    return stats;
  };
}

type FlagRule = (flags: readonly SampleFlag[]) => SampleFlag;
const gasFlag: FlagRule = (flags) => (normalOf(flags) >= NORMAL_SHARE * flags.length ? "N" : abnormalOf(flags));
const strictFlag: FlagRule = (flags) => (normalOf(flags) === flags.length ? "N" : abnormalOf(flags));

function normalOf(flags: readonly SampleFlag[]): number {
  return flags.reduce((count, flag) => (flag === "N" ? count + 1 : count), 0);
}

/** C, M, F or T when that is why most of the period is missing; everything else is D. */
function abnormalOf(flags: readonly SampleFlag[]): SampleFlag {
  const abnormal = flags.filter((flag) => flag !== "N");
  const said = (["C", "M", "F", "T"] as const).find((flag) => abnormal.filter((f) => f === flag).length * 2 > abnormal.length);
  return said ?? "D";
}

/** An instrument that is not at the stack has no part in a mean; at the end of its range it has. */
const MEASURES: Readonly<Record<SampleFlag, boolean>> = { N: true, T: true, C: false, D: false, M: false, F: false };

function statsOfSamples(sample: (at: Instant) => Sample, start: Instant, flagOf: FlagRule): PeriodStats {
  const all = Array.from({ length: MINUTE_PERIOD_MS / SAMPLE_MS }, (_, i) => sample(plus(start, i * SAMPLE_MS)));
  const measured = all.filter((s) => MEASURES[s.flag]);
  const values = (measured.length === 0 ? all : measured).map((s) => s.value);
  return {
    mean: meanOf(values),
    min: Math.min(...values),
    max: Math.max(...values),
    flag: flagOf(all.map((s) => s.flag)),
  };
}

function statsOfMinutes(minute: (start: Instant) => PeriodStats, start: Instant, flagOf: FlagRule): PeriodStats {
  const all = Array.from({ length: HOUR / MINUTE_PERIOD_MS }, (_, i) => minute(plus(start, i * MINUTE_PERIOD_MS)));
  const normal = all.filter((p) => p.flag === "N");
  const parts = normal.length === 0 ? all : normal;
  return {
    mean: meanOf(parts.map((p) => p.mean)),
    min: Math.min(...parts.map((p) => p.min)),
    max: Math.max(...parts.map((p) => p.max)),
    flag: flagOf(all.map((p) => p.flag)),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
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
