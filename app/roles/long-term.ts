import type { SeriesStore } from "../../core/readings/series.ts";
import { lettingGoBehindShipper } from "../../storage/intake/let-go-behind-shipper.ts";
import { openOlderReadings } from "../../storage/intake/older-readings.ts";
import type { Config } from "../config.ts";
import { EverySecond } from "../every-second.ts";
import type { RoleContext } from "./role.ts";

/** Nobody who looks at a chart waits longer for a piece of it from a long-term store that stands still. */
const OLDER_WAIT_MS = 4_000;

// Loaded only where there is an InfluxDB: most installations have none.

/** The long-term store, where there is one. */
export async function longTermStore({ config, log }: RoleContext): Promise<SeriesStore | undefined> {
  if (config.influx === undefined) return undefined;
  const { createInfluxSeries } = await import("../../storage/series/influx-series.ts");
  return createInfluxSeries({ ...optionsOf(config.influx), log });
}

/** What the working store has let go, also where it does so no longer. */
export async function olderReadings({ influx, dataDir }: Config): Promise<ReturnType<typeof openOlderReadings> | undefined> {
  if (influx === undefined) return undefined;
  const { createInfluxHistory } = await import("../../storage/series/influx-history.ts");
  const history = createInfluxHistory({ ...optionsOf(influx), timeoutMs: OLDER_WAIT_MS });
  return openOlderReadings({ directory: dataDir, history });
}

type LettingGo = Pick<Parameters<typeof lettingGoBehindShipper>[0], "store" | "cursors" | "mayLetGo">;

/** Lets go of what lies in the long-term store, where days are set. */
export async function lettingGo({ config, clock, log }: RoleContext, stores: LettingGo): Promise<EverySecond | undefined> {
  const { influx, workingStoreDays: days } = config;
  if (influx === undefined || days === undefined) return undefined;
  const { createInfluxHistory } = await import("../../storage/series/influx-history.ts");
  const history = createInfluxHistory(optionsOf(influx));
  return new EverySecond(lettingGoBehindShipper({ ...stores, history, clock, days, log }), log);
}

function optionsOf({ url, token, org, bucket }: NonNullable<Config["influx"]>) {
  return { url, token: token.reveal(), org, bucket };
}
