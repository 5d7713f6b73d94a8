import { HOUR, type Instant, plus, startOfHour } from "../../core/time.ts";
import { DEMO_PLANTS, type DemoPlant, type DemoStation, plantOf } from "../demo/demo-plants.ts";
import { type Fleet, type FleetOptions, startFleet } from "../fleet/start-fleet.ts";
import { createStationFeed } from "../fleet/station-feed.ts";
import type { PlantDefinition, PlantEvent } from "../plant/plant-definition.ts";
import { createStation, type StationChannel } from "../plant/station.ts";
import type { Scenario, ScenarioEvent } from "./scenario.ts";

/** A station of a scenario with its instruments, which also know the truth. */
export interface ScenarioStation {
  readonly outlet: string;
  readonly station: DemoStation;
  readonly channels: readonly StationChannel[];
}

/**
 * Runs a scenario against the given doors; the product must have the registry of the demo district. Nothing happens at the plants but the scenario's
 * events. It runs until it is stopped.
 */
export function startScenario(scenario: Scenario, options: FleetOptions): Fleet {
  const startedAt = options.clock.now();
  const stations = scenarioStations(scenario, startedAt).map(({ station, channels }) => ({
    station,
    feed: createStationFeed(channels, startedAt, scenario.pastHours),
  }));
  return startFleet(stations, options);
}

/** The stations of the plants that take part, as they are when the scenario starts at `startedAt`. */
export function scenarioStations(scenario: Scenario, startedAt: Instant): readonly ScenarioStation[] {
  const taking = DEMO_PLANTS.filter((p) => scenario.plants?.includes(p.id) ?? true);
  return taking.flatMap((demo) => stationsOf(demo, scenario, startedAt));
}

function stationsOf(demo: DemoPlant, scenario: Scenario, startedAt: Instant): readonly ScenarioStation[] {
  const usual = plantOf(demo);
  const plant: PlantDefinition = {
    ...usual,
    stations: usual.stations.map((s) => ({
      ...s,
      events: scenario.events.filter((e) => e.outlet === s.outlet).map((e) => toPlantEvent(e, startedAt)),
    })),
  };
  return demo.stations.map((station, i) => {
    const definition = plant.stations[i];
    if (definition === undefined) throw new Error(`no station ${station.code}`);
    return { outlet: definition.outlet, station, channels: createStation(plant, definition) };
  });
}

function toPlantEvent(event: ScenarioEvent, startedAt: Instant): PlantEvent {
  const start = plus(startOfHour(startedAt), event.fromHour * HOUR);
  const when = { kind: "once", start, end: plus(start, event.hours * HOUR) } as const;
  const { kind, factor } = event;
  return kind === "release"
    ? { kind, factor, kgPerHour: event.kgPerHour, declared: event.declared, when }
    : { kind, factor, share: event.share, when };
}
