import { DAY, HOUR, type Instant, instant } from "../../core/time.ts";
import { createNoise } from "./noise.ts";
import type { AnalyserDefinition, ChannelDefinition, InstrumentFault, PlantDefinition, SampleFlag } from "./plant-definition.ts";
import { isDuring, type Quantity } from "./plant-state.ts";

/** The instruments take a sample every 5 seconds, on the clock's fives. */
export const SAMPLE_MS = 5_000;
const WEEK = 7 * DAY;
/** Volume percent of oxygen in the air that dilutes a sample. */
const AIR_OXYGEN = 20.9;

/** What an instrument shows: not rounded. */
export interface Sample {
  readonly value: number;
  readonly flag: SampleFlag;
}

/** An instrument as a function of time. */
export type Analyser = (at: Instant) => Sample;

/**
 * The instrument lags (it averages over its last seconds), runs off from one weekly calibration to the next, is noisy,
 * shows nothing below zero, and at the end of its range shows the end with the flag T.
 * @param known.name makes its noise differ from the others'
 */
export function createAnalyser(
  plant: PlantDefinition,
  { name, truth, instrument }: { readonly name: string; readonly truth: Quantity; readonly instrument: AnalyserDefinition },
): Analyser {
  const noise = createNoise(plant.seed, `${name}|analyser`, plant.unrest);
  const lag = instrument.averagingSeconds * 500;
  return (at) => {
    const seen = (truth(at) + truth(instant(at - lag)) + truth(instant(at - 2 * lag))) / 3;
    const drift = instrument.weeklyDrift * ((at % WEEK) / WEEK);
    const shown = Math.max(0, seen * (1 + drift + instrument.noise * noise.bell(Math.floor(at / SAMPLE_MS))));
    return shown > instrument.max ? { value: instrument.max, flag: "T" } : { value: shown, flag: "N" };
  };
}

/** The instrument with what is wrong with it, in the order given; the same one when nothing is. */
export function withFaults(whole: Analyser, faults: readonly InstrumentFault[], channel: ChannelDefinition): Analyser {
  return faults.reduce<Analyser>((before, fault) => {
    const faulty = withFault(before, fault, channel);
    return (at) => (isDuring(fault.when, at) ? faulty(at) : before(at));
  }, whole);
}

function withFault(before: Analyser, fault: InstrumentFault, channel: ChannelDefinition): Analyser {
  const { start } = fault.when;
  switch (fault.kind) {
    case "stuck":
      return () => before(start);
    case "drift":
      return changed(before, (value, at) => value * (1 + (fault.sharePerHour * (at - start)) / HOUR));
    case "clipped": {
      const chance = createNoise(1, `${channel.factor}|clipped`);
      const pinned = (at: Instant): number => fault.at * (1 - 0.004 * (1 + chance.jitter(Math.floor(at / SAMPLE_MS))));
      return changed(before, (value, at) => (value < fault.at ? value : pinned(at)));
    }
    case "scaled":
      return changed(before, (value) => value * fault.by);
    case "shows":
      return () => ({ value: fault.value, flag: fault.flag });
    case "over-range":
      return (at) => {
        const shown = before(at);
        return shown.value > fault.max ? { value: fault.max, flag: "T" } : shown;
      };
    case "diluted": {
      const air = channel.model.kind === "oxygen" ? AIR_OXYGEN : 0;
      const isDiluted = ["oxygen", "flue-gas"].includes(channel.model.kind);
      return isDiluted ? changed(before, (value) => value * (1 - fault.share) + air * fault.share) : before;
    }
    case "replayed":
      return (at) => before(instant(at - fault.hoursBack * HOUR));
  }
}

function changed(before: Analyser, change: (value: number, at: Instant) => number): Analyser {
  return (at) => {
    const { value, flag } = before(at);
    return { value: change(value, at), flag };
  };
}
