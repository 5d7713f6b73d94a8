import { type Fleet, type FleetOptions, startFleet } from "../fleet/start-fleet.ts";
import { createStationFeed } from "../fleet/station-feed.ts";
import { createStation } from "../plant/station.ts";
import { DEMO_PLANTS, plantOf } from "./demo-plants.ts";

const PAST_HOURS = 24;

/**
 * Starts the plants of the demo district and their loggers against the given doors. Each logger sends its last 24 whole
 * hours, then what happens, with a realtime value every five seconds. A restart sends the same hours again with the
 * same values.
 */
export function startDemoFleet(options: FleetOptions): Fleet {
  const startedAt = options.clock.now();
  const stations = DEMO_PLANTS.flatMap((demo) => {
    const plant = plantOf(demo, startedAt);
    return demo.stations.map((station, i) => {
      const definition = plant.stations[i];
      if (definition === undefined) throw new Error(`no station ${station.code}`);
      const channels = createStation(plant, definition);
      return { station, feed: createStationFeed(channels, startedAt, station.hasPast ? PAST_HOURS : 0) };
    });
  });
  return startFleet(stations, options);
}
