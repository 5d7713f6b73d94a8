import { flux, fluxString, InfluxDB } from "@influxdata/influxdb-client";
import { StoreUnavailableError } from "../../core/failures.ts";
import { influxTrouble } from "../influx-trouble.ts";
import type { InfluxSeriesOptions } from "./influx-series.ts";
import { strictTransport } from "./strict-transport.ts";

const WAIT_MS = 4_000;

/**
 * Asks InfluxDB for next to nothing of our bucket: it has to look at the token, the organisation and the bucket.
 * The answer throws StoreUnavailableError when one of them is wrong or nobody answers.
 */
export function influxQuestion(options: InfluxSeriesOptions): () => Promise<void> {
  const { url, token, org, bucket, timeoutMs = WAIT_MS } = options;
  const transport = strictTransport(new InfluxDB({ url, token, timeout: timeoutMs }).transport);
  const queries = new InfluxDB({ url, token, transport }).getQueryApi(org);
  const question = flux`from(bucket: ${fluxString(bucket)}) |> range(start: -1m)
    |> filter(fn: (r) => r._measurement == "outfall_installation") |> limit(n: 1)`;
  return async () => {
    try {
      await queries.collectRows(question);
    } catch (cause) {
      throw new StoreUnavailableError("InfluxDB did not answer", { cause, trouble: influxTrouble(cause) });
    }
  };
}
