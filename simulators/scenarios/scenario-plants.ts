import type { OutletKind } from "../../core/registry/registry.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { DEMO_PLANTS, type DemoPlant, type DemoStation, instrument, outletId } from "../demo/demo-plants.ts";
import type {
  ChannelDefinition,
  EventTime,
  InstrumentFault,
  PlantDefinition,
  PlantEvent,
  PlantWideEvent,
  StationDefinition,
} from "../plant/plant-definition.ts";
import { createStation, type StationChannel } from "../plant/station.ts";
import { type Scenario, type ScenarioEvent, type ScenarioLogger, type ScenarioPlant, USUAL_LOGGER } from "./scenario-schema.ts";

/** A station of a scenario: who it is, how it speaks, and what its instruments show. */
export interface ScenarioStation {
  readonly outlet: string;
  readonly plant: ScenarioPlant;
  readonly code: string;
  readonly name: string;
  readonly kind: OutletKind;
  readonly protocol: "hj212" | "mqtt";
  readonly st: string;
  readonly logger: ScenarioLogger;
  /** Counts from 1 over all stations; MN and secrets are made from it. */
  readonly device: number;
  readonly definition: StationDefinition;
  readonly whole: PlantDefinition;
  readonly channels: readonly StationChannel[];
}

type Model = ScenarioPlant["model"];
const MODELS: Readonly<Record<Model, string>> = {
  kiln: "e1",
  sewage: "e2",
  coating: "e3",
  sinter: "e4",
  furnace: "e5",
  boiler: "e6",
};
/** Device numbers of scenarios are not those of the demo. */
const FIRST_DEVICE = 9_001;

/** The demo plant that a model is taken from. */
export function modelOf(model: Model): DemoPlant {
  const found = DEMO_PLANTS.find((p) => p.id === MODELS[model]);
  if (found === undefined) throw new Error(`no model ${model}`);
  return found;
}

type StationTemplate = Pick<DemoStation, "code" | "name" | "protocol" | "channels"> & {
  readonly kind: StationDefinition["kind"];
  readonly st: string;
};

/** The stations that a plant of this model may have. */
export function stationsOfModel(model: Model): readonly StationTemplate[] {
  const demo = modelOf(model);
  return [...demo.stations, ...surroundings(demo), ...(model === "sewage" ? [NITROGEN_STATION] : [])];
}

/** A second outlet of a sewage works, where analysers of nitrogen stand beside each other. */
const NITROGEN_STATION: StationTemplate = {
  code: "DW002",
  name: "二期排口",
  kind: "effluent",
  protocol: "hj212",
  st: "32",
  channels: [
    {
      factor: "w21003",
      unit: "mg/L",
      model: { kind: "effluent", influent: 32, swing: 0.15, removal: 0.93 },
      analyser: instrument(50, 2),
      limit: { value: 5 },
    },
    {
      factor: "w21001",
      unit: "mg/L",
      model: { kind: "effluent", influent: 45, swing: 0.15, removal: 0.78 },
      analyser: instrument(100, 2),
      limit: { value: 15 },
    },
    { factor: "w00000", unit: "L/s", model: { kind: "water-flow", mean: 320, swing: 0.22 }, analyser: instrument(2_000, 1) },
  ],
};

const METER = { noise: 0.002, weeklyDrift: 0, averagingSeconds: 5, decimals: 2 } as const;

function surroundings(demo: DemoPlant): readonly StationTemplate[] {
  const { ratedPowerKw, treatmentKw } = demo.facilities;
  const meter = (factor: string, of: "production" | "treatment", ratedKw: number): ChannelDefinition => ({
    factor,
    unit: "kW",
    model: { kind: "power", of, ratedKw },
    analyser: { ...METER, max: ratedKw * 2 },
  });
  const plain = (factor: string, unit: string, model: ChannelDefinition["model"]): ChannelDefinition => ({
    factor,
    unit,
    model,
    analyser: { ...METER, noise: 0, max: 1_000 },
  });
  return [
    {
      code: "POWER",
      name: "用电监控",
      kind: "power",
      protocol: "mqtt",
      st: "44",
      channels: [meter("d20105", "production", ratedPowerKw), meter("d30106", "treatment", treatmentKw)],
    },
    {
      code: "BYPASS",
      name: "旁路挡板",
      kind: "bypass",
      protocol: "mqtt",
      st: "45",
      channels: [plain("bypass", "", { kind: "valve" })],
    },
    {
      code: "WIND",
      name: "气象站",
      kind: "weather",
      protocol: "mqtt",
      st: "22",
      channels: [
        plain("a01007", "m/s", { kind: "wind-speed", mean: 2.4 }),
        plain("a01008", "°", { kind: "wind-direction", mean: 225 }),
      ],
    },
  ];
}

/** All stations of a scenario that starts at `start`, in the order of its file. */
export function scenarioStations(scenario: Scenario, start: Instant): readonly ScenarioStation[] {
  let device = FIRST_DEVICE;
  return scenario.plants.flatMap((plant, position) => {
    const whole = plantDefinition(scenario, { plant, position }, start);
    return chosen(plant).map((template, i): ScenarioStation => {
      const definition = whole.stations[i];
      if (definition === undefined) throw new Error(`no station ${template.code}`);
      const logger = plant.loggers[template.code] ?? USUAL_LOGGER;
      return {
        outlet: definition.outlet,
        plant,
        code: template.code,
        name: template.name,
        kind: definition.kind,
        protocol: logger.protocol ?? template.protocol,
        st: template.st,
        logger,
        device: device++,
        definition,
        whole,
        channels: createStation(whole, definition),
      };
    });
  });
}

function chosen(plant: ScenarioPlant): readonly StationTemplate[] {
  return plant.stations.flatMap((code) => stationsOfModel(plant.model).filter((s) => s.code === code));
}

function plantDefinition(
  scenario: Scenario,
  { plant, position }: { readonly plant: ScenarioPlant; readonly position: number },
  start: Instant,
): PlantDefinition {
  return {
    seed: scenario.seed + position,
    shifts: plant.load === undefined ? modelOf(plant.model).shifts : [{ fromHour: 0, load: plant.load }],
    events: scenario.events.flatMap((e) => plantWide(e, plant.id, start)),
    stations: chosen(plant).map((template) => {
      const outlet = outletId(plant, template);
      return {
        outlet,
        kind: template.kind,
        channels: template.channels.filter((c) => isMeasured(plant, c)),
        events: scenario.events.flatMap((e) => atStation(e, outlet, start)),
        faults: scenario.events.flatMap((e) => ofInstrument(e, outlet, start)),
      };
    }),
  };
}

/** Without oxygen and flow a stack could neither be converted nor totalled. */
function isMeasured({ factors }: ScenarioPlant, channel: ChannelDefinition): boolean {
  return factors === undefined || channel.limit === undefined || factors.includes(channel.factor);
}

/** When an event goes on. */
export function spanOf(
  event: { readonly fromHour: number; readonly hours: number },
  start: Instant,
): EventTime & { kind: "once" } {
  const begins = plus(start, event.fromHour * HOUR);
  return { kind: "once", start: begins, end: plus(begins, event.hours * HOUR) };
}

function plantWide(event: ScenarioEvent, plant: string, start: Instant): readonly PlantWideEvent[] {
  if (!("plant" in event) || event.plant !== plant) return [];
  const when = spanOf(event, start);
  switch (event.kind) {
    case "overload":
      return [{ kind: event.kind, by: event.by, when }];
    case "treatment-off":
    case "bypass-open":
      return [{ kind: event.kind, share: event.share, when }];
    default:
      return [{ kind: event.kind, when }];
  }
}

function atStation(event: ScenarioEvent, outlet: string, start: Instant): readonly PlantEvent[] {
  if (!("outlet" in event) || event.outlet !== outlet) return [];
  const when = spanOf(event, start);
  if (event.kind === "removal-lost") return [{ kind: event.kind, factor: event.factor, share: event.share, when }];
  // Whether it was declared is asked of the scenario's declarations.
  return event.kind === "release"
    ? [{ kind: event.kind, factor: event.factor, kgPerHour: event.kgPerHour, declared: false, when }]
    : [];
}

function ofInstrument(event: ScenarioEvent, outlet: string, start: Instant): readonly InstrumentFault[] {
  if (!("outlet" in event) || event.outlet !== outlet) return [];
  const when = spanOf(event, start);
  switch (event.kind) {
    case "stuck":
    case "drift":
    case "clipped":
    case "scaled":
    case "shows":
    case "over-range":
    case "diluted":
    case "replayed": {
      const { fromHour: _from, hours: _hours, outlet: _outlet, factor, ...fault } = event;
      return [{ ...fault, when, ...(factor !== undefined && { factor }) }];
    }
    default:
      return [];
  }
}
