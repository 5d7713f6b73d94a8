import { StoreUnavailableError } from "../../core/failures.ts";
import type { Log } from "../../core/log.ts";
import { isWrongSetting } from "../../core/store-trouble.ts";
import { type Arrivals, openArrivalsReader } from "../../storage/intake/arrivals-reader.ts";
import { openIntakeView } from "../../storage/intake/intake-view.ts";
import { type ReshipProgress, type ReshipReport, reshipReadings } from "../../storage/intake/reship-readings.ts";
import { createInfluxSeries } from "../../storage/series/influx-series.ts";
import type { Config } from "../config.ts";
import { troubleOfSetting } from "../roles/installation.ts";
import { whenStoresAnswer } from "../roles/when-stores-answer.ts";
import type { StopRequest } from "../stop-request.ts";
import { UsageError } from "./usage-error.ts";

export interface ShipAgainOptions {
  readonly dataDir: string;
  readonly influx: NonNullable<Config["influx"]>;
  readonly range: Arrivals;
  /** Ends it between two batches. */
  readonly stop: StopRequest;
  readonly log: Log;
  readonly tell: (progress: ReshipProgress) => void;
}

/** Sends what came in a range of time to InfluxDB once more; waits for it while it is away. */
export async function shipAgain({ dataDir, influx, range, stop, log, tell }: ShipAgainOptions): Promise<ReshipReport> {
  const { url, token, org, bucket } = influx;
  const series = createInfluxSeries({ url, token: token.reveal(), org, bucket });
  const arrivals = openArrivalsReader({ directory: dataDir });
  const intake = openIntakeView({ directory: dataDir });
  const stopping = new AbortController();
  void stop.heard.then(() => stopping.abort());
  // Nothing else keeps the process while it waits for a store.
  const alive = setInterval(() => {}, 60_000);
  try {
    return await reshipReadings({
      ...{ arrivals, intake, range, onProgress: tell, isWanted: () => stop.signal === undefined },
      series: {
        write: (readings) =>
          whenStoresAnswer("reship", () => refusingWrong(series.write(readings)), { log, signal: stopping.signal }),
      },
    });
  } finally {
    clearInterval(alive);
    await intake.close();
    arrivals.close();
    await series.close();
  }
}

/** What no waiting mends is a wrong setting. @throws UsageError that names it */
async function refusingWrong<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const trouble = cause instanceof StoreUnavailableError ? cause.trouble : undefined;
    throw trouble !== undefined && isWrongSetting(trouble) ? UsageError.of([troubleOfSetting("series", trouble)]) : cause;
  }
}
