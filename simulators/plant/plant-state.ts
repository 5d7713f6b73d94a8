import { HOUR, type Instant, MINUTE } from "../../core/time.ts";
import { createNoise } from "./noise.ts";
import type {
  ChannelDefinition,
  ChannelModel,
  EventTime,
  PlantDefinition,
  Shift,
  StationDefinition,
} from "./plant-definition.ts";

/** A quantity of the plant as a function of time alone: asked again, in any order, it is the same. */
export type Quantity = (at: Instant) => number;

const BEIJING_SHIFT = 8 * HOUR;
const DAY_HOURS = 24;
/** A plant takes this long to come from one shift's load to the next one's. */
const RAMP_HOURS = 0.5;

/** Hours since midnight in Beijing, with their fraction. */
function hourOfDay(at: Instant): number {
  return ((at + BEIJING_SHIFT) / HOUR) % DAY_HOURS;
}

/** True while the event goes on. */
export function isDuring(when: EventTime, at: Instant): boolean {
  if (when.kind === "once") return when.start <= at && at < when.end;
  const hour = hourOfDay(at);
  return when.fromHour <= hour && hour < when.toHour;
}

/** Share of full load, 0 … about 1.04: the shift's load, reached within half an hour, and four percent of unrest. */
export function loadOf(plant: PlantDefinition): Quantity {
  const unrest = createNoise(plant.seed, "load", plant.unrest);
  return (at) => shiftLoad(plant.shifts, hourOfDay(at)) * (1 + 0.04 * unrest.wander(at, 20 * MINUTE));
}

function shiftLoad(shifts: readonly Shift[], hour: number): number {
  const last = shifts.at(-1);
  if (last === undefined) throw new Error("a plant needs a shift");
  const index = shifts.findLastIndex((s) => s.fromHour <= hour);
  const current = shifts[index] ?? last;
  const before = shifts[index - 1] ?? (index === 0 ? last : shifts.at(-2)) ?? last;
  const gone = (hour - current.fromHour + DAY_HOURS) % DAY_HOURS;
  const share = Math.min(1, gone / RAMP_HOURS);
  return before.load + (current.load - before.load) * share;
}

/** The true value of one channel, before any sensor sees it, in the channel's unit. */
export function trueValueOf(plant: PlantDefinition, station: StationDefinition, channel: ChannelDefinition): Quantity {
  const { model } = channel;
  const noise = createNoise(plant.seed, `${station.outlet}|${channel.factor}`, plant.unrest);
  const load = loadOf(plant);
  switch (model.kind) {
    case "flue-gas":
      return flueGas(plant, station, { ...channel, model });
    case "oxygen":
    case "temperature":
    case "gas-flow":
      return (at) => between(model, load(at)) * (1 + 0.02 * noise.wander(at, 30 * MINUTE));
    case "effluent": {
      const removal = removalOf(station, channel.factor, model.removal);
      const biology = createNoise(plant.seed, `${station.outlet}|${channel.factor}|treatment`, plant.unrest);
      return (at) => {
        const influent = model.influent * (1 + model.swing * dailyWave(at) + 0.05 * noise.wander(at, 60 * MINUTE));
        return influent * (1 - removal(at)) * (1 + 0.04 * biology.wander(at, 90 * MINUTE));
      };
    }
    case "water-flow":
      return (at) => model.mean * (1 + model.swing * dailyWave(at) + 0.05 * noise.wander(at, 20 * MINUTE));
    case "boundary":
      return boundary(plant, station, { ...channel, model });
  }
}

type ChannelWith<K extends ChannelModel["kind"]> = Omit<ChannelDefinition, "model"> & {
  readonly model: Extract<ChannelModel, { readonly kind: K }>;
};

/**
 * Raw gas rises with the load, the treatment removes its share, and more excess air than at `atOxygen` dilutes what is left:
 * measured = at reference × (21 − O₂) / (21 − reference).
 */
function flueGas(plant: PlantDefinition, station: StationDefinition, { factor, model }: ChannelWith<"flue-gas">): Quantity {
  const noise = createNoise(plant.seed, `${station.outlet}|${factor}`, plant.unrest);
  const treatment = createNoise(plant.seed, `${station.outlet}|${factor}|treatment`, plant.unrest);
  const load = loadOf(plant);
  const removal = removalOf(station, factor, model.removal);
  const oxygenChannel = station.channels.find((c) => c.model.kind === "oxygen");
  const oxygen = oxygenChannel === undefined ? () => model.atOxygen : trueValueOf(plant, station, oxygenChannel);
  return (at) => {
    const raw = between({ idle: model.rawIdle, full: model.rawFull }, load(at)) * (1 + 0.05 * noise.wander(at, 40 * MINUTE));
    // What slips through wanders, not what is removed: at 99 % removal one percent more would be nothing left.
    const left = (1 - removal(at)) * (1 + 0.04 * treatment.wander(at, 70 * MINUTE));
    return (raw * left * (21 - oxygen(at))) / (21 - model.atOxygen);
  };
}

/** What is in the air anyway, and what escapes, thinned by a wind that turns. */
function boundary(plant: PlantDefinition, station: StationDefinition, { factor, model }: ChannelWith<"boundary">): Quantity {
  const air = createNoise(plant.seed, `${station.outlet}|${factor}`, plant.unrest);
  const wind = createNoise(plant.seed, `${station.outlet}|wind`, plant.unrest);
  const load = loadOf(plant);
  const releases = station.events.filter((e) => e.kind === "release" && e.factor === factor);
  return (at) => {
    const background = model.background * (1 + 0.2 * air.wander(at, 90 * MINUTE) + 0.15 * dailyWave(at));
    const extra = releases.reduce((sum, e) => sum + (e.kind === "release" && isDuring(e.when, at) ? e.kgPerHour : 0), 0);
    const escaping = model.leak * load(at) + extra;
    return background + escaping * model.perKgHour * (1 + 0.25 * wind.wander(at, 15 * MINUTE));
  };
}

function removalOf(station: StationDefinition, factor: string, normal: number): Quantity {
  const losses = station.events.filter((e) => e.kind === "removal-lost" && e.factor === factor);
  return (at) =>
    losses.reduce((rest, e) => (e.kind === "removal-lost" && isDuring(e.when, at) ? rest * (1 - e.share) : rest), normal);
}

function between(ends: { readonly idle: number; readonly full: number }, load: number): number {
  return ends.idle + (ends.full - ends.idle) * load;
}

/** 1 at 20:00 in Beijing, −1 at 08:00. */
function dailyWave(at: Instant): number {
  return Math.sin(((hourOfDay(at) - 14) / DAY_HOURS) * 2 * Math.PI);
}
