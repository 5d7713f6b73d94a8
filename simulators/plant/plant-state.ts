import { HOUR, type Instant, MINUTE } from "../../core/time.ts";
import { createNoise, type NoiseStream } from "./noise.ts";
import type {
  ChannelDefinition,
  ChannelModel,
  EventTime,
  PlantDefinition,
  PlantWideEvent,
  Shift,
  StationDefinition,
} from "./plant-definition.ts";

/** A quantity of the plant as a function of time alone: asked again, in any order, it is the same. */
export type Quantity = (at: Instant) => number;

const BEIJING_SHIFT = 8 * HOUR;
const DAY_HOURS = 24;
/** A plant takes this long to come from one shift's load to the next one's. */
const RAMP_HOURS = 0.5;
/** What an oxygen analyser sees in a stack without fire, volume percent. */
const AIR_OXYGEN = 20.9;

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

/**
 * Share of full load, 0 … about 1.04: the shift's load, reached within half an hour, and four percent of unrest. Above
 * that in an overload, 0 while the plant stands still.
 */
export function loadOf(plant: PlantDefinition): Quantity {
  const unrest = createNoise(plant.seed, "load", plant.unrest);
  const usual: Quantity = (at) => shiftLoad(plant.shifts, hourOfDay(at)) * (1 + 0.04 * unrest.wander(at, 20 * MINUTE));
  const { events = [] } = plant;
  return events.length === 0 ? usual : (at) => events.reduce((load, event) => load * loadShare(event, at), usual(at));
}

function loadShare(event: PlantWideEvent, at: Instant): number {
  if (!isDuring(event.when, at)) return 1;
  switch (event.kind) {
    case "overload":
      return 1 + event.by;
    case "stop":
    case "power-cut":
      return 0;
    case "start-up":
      return (at - event.when.start) / (event.when.end - event.when.start);
    default:
      return 1;
  }
}

/** The share of its power and its removal that the plant's treatment has. */
function treatmentShare(plant: PlantDefinition): Quantity {
  const { events = [] } = plant;
  return (at) =>
    events.reduce((share, e) => {
      if (e.kind === "treatment-off" && isDuring(e.when, at)) return share * (1 - e.share);
      return e.kind === "start-up" && isDuring(e.when, at) ? share / 2 : share;
    }, 1);
}

/** The share of the raw gas that goes past the stack. */
function bypassShare(plant: PlantDefinition): Quantity {
  const { events = [] } = plant;
  return (at) => events.reduce((share, e) => (e.kind === "bypass-open" && isDuring(e.when, at) ? share + e.share : share), 0);
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
      return (at) => {
        const now = load(at);
        return now === 0 ? AIR_OXYGEN : between(model, Math.min(1, now)) * (1 + 0.02 * noise.wander(at, 30 * MINUTE));
      };
    case "temperature":
      return (at) => between(model, load(at)) * (1 + 0.02 * noise.wander(at, 30 * MINUTE));
    case "gas-flow": {
      const past = bypassShare(plant);
      return (at) => between(model, load(at)) * (1 + 0.02 * noise.wander(at, 30 * MINUTE)) * (1 - past(at));
    }
    case "effluent": {
      const removal = removalOf(plant, station, { factor: channel.factor, model });
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
    case "power":
    case "valve":
    case "wind-speed":
    case "wind-direction":
      return surroundings(plant, model, noise);
  }
}

/** Meters, valves and the weather: they tell what the plant does, and emit nothing. */
function surroundings(
  plant: PlantDefinition,
  model: Extract<ChannelModel, { readonly kind: "power" | "valve" | "wind-speed" | "wind-direction" }>,
  noise: NoiseStream,
): Quantity {
  switch (model.kind) {
    case "power":
      return power(plant, model, noise);
    case "valve": {
      const past = bypassShare(plant);
      return (at) => (past(at) > 0 ? 1 : 0);
    }
    case "wind-speed":
      return (at) => model.mean * (1 + 0.6 * noise.wander(at, 20 * MINUTE));
    case "wind-direction":
      return (at) => (model.mean + 40 * noise.wander(at, 45 * MINUTE) + 360) % 360;
  }
}

/**
 * A plant that stands still draws five percent for light and pumps; a treatment draws two fifths of its power before
 * any gas comes.
 */
function power(plant: PlantDefinition, model: Extract<ChannelModel, { readonly kind: "power" }>, noise: NoiseStream): Quantity {
  const load = loadOf(plant);
  const treatment = treatmentShare(plant);
  const { events = [] } = plant;
  return (at) => {
    if (events.some((e) => e.kind === "power-cut" && isDuring(e.when, at))) return 0;
    const drawn =
      model.of === "production" ? 0.05 + 0.9 * load(at) : (load(at) === 0 ? 0.05 : 0.4 + 0.55 * load(at)) * treatment(at);
    return model.ratedKw * drawn * (1 + 0.02 * noise.wander(at, 10 * MINUTE));
  };
}

type ChannelWith<K extends ChannelModel["kind"]> = Omit<ChannelDefinition, "model"> & {
  readonly model: Extract<ChannelModel, { readonly kind: K }>;
};

/**
 * Raw gas rises with the load, the treatment removes its share, and more excess air than at `atOxygen` dilutes what is
 * left: measured = at reference × (21 − O₂) / (21 − reference).
 */
function flueGas(plant: PlantDefinition, station: StationDefinition, { factor, model }: ChannelWith<"flue-gas">): Quantity {
  const noise = createNoise(plant.seed, `${station.outlet}|${factor}`, plant.unrest);
  const treatment = createNoise(plant.seed, `${station.outlet}|${factor}|treatment`, plant.unrest);
  const load = loadOf(plant);
  const removal = removalOf(plant, station, { factor, model });
  const oxygenChannel = station.channels.find((c) => c.model.kind === "oxygen");
  const oxygen = oxygenChannel === undefined ? () => model.atOxygen : trueValueOf(plant, station, oxygenChannel);
  return (at) => {
    const now = load(at);
    if (now === 0) return 0;
    const raw = between({ idle: model.rawIdle, full: model.rawFull }, now) * (1 + 0.05 * noise.wander(at, 40 * MINUTE));
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
  const past = pastTheStack(plant, factor);
  return (at) => {
    const background = model.background * (1 + 0.2 * air.wander(at, 90 * MINUTE) + 0.15 * dailyWave(at));
    const extra = releases.reduce((sum, e) => sum + (e.kind === "release" && isDuring(e.when, at) ? e.kgPerHour : 0), 0);
    const escaping = model.leak * load(at) + extra + past(at);
    return background + escaping * model.perKgHour * (1 + 0.25 * wind.wander(at, 15 * MINUTE));
  };
}

/** Boundary stations weigh dust as TSP, stacks as particulate matter. */
const AT_THE_STACK: Readonly<Record<string, string>> = { a34001: "a34013" };

/** kg/h of a boundary's factor that leave through an open bypass: mg/m³ before treatment · m³/s · share. */
function pastTheStack(plant: PlantDefinition, factor: string): Quantity {
  const share = bypassShare(plant);
  const load = loadOf(plant);
  const inStack = AT_THE_STACK[factor] ?? factor;
  const sources = plant.stations.flatMap((s) => {
    const gas = s.channels.find((c) => c.factor === inStack)?.model;
    const flow = s.channels.find((c) => c.model.kind === "gas-flow")?.model;
    return gas?.kind === "flue-gas" && flow?.kind === "gas-flow" ? [{ gas, flow }] : [];
  });
  return (at) => {
    const open = share(at);
    if (open === 0) return 0;
    const now = load(at);
    const milligrams = ({ gas, flow }: (typeof sources)[number]): number =>
      between({ idle: gas.rawIdle, full: gas.rawFull }, now) * between(flow, now);
    return sources.reduce((sum, source) => sum + (milligrams(source) * open * 3_600) / 1e6, 0);
  };
}

function removalOf(
  plant: PlantDefinition,
  station: StationDefinition,
  { factor, model }: { readonly factor: string; readonly model: { readonly removal: number } },
): Quantity {
  const losses = station.events.filter((e) => e.kind === "removal-lost" && e.factor === factor);
  const treatment = treatmentShare(plant);
  return (at) =>
    losses.reduce(
      (rest, e) => (e.kind === "removal-lost" && isDuring(e.when, at) ? rest * (1 - e.share) : rest),
      model.removal * treatment(at),
    );
}

function between(ends: { readonly idle: number; readonly full: number }, load: number): number {
  return ends.idle + (ends.full - ends.idle) * load;
}

/** 1 at 20:00 in Beijing, −1 at 08:00. */
function dailyWave(at: Instant): number {
  return Math.sin(((hourOfDay(at) - 14) / DAY_HOURS) * 2 * Math.PI);
}
