import { flux, fluxString, InfluxDB, Point } from "@influxdata/influxdb-client";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { MarkedPart } from "../../core/installation/marked-part.ts";
import { influxTrouble } from "../influx-trouble.ts";
import { strictTransport } from "../series/strict-transport.ts";

export interface InfluxPartOptions {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
  readonly timeoutMs?: number;
}

const WAIT_MS = 5_000;
const MEASUREMENT = "outfall_installation";

/**
 * The long-term store in InfluxDB: each start of an installation leaves a point, so that a bucket with a retention
 * knows it, too, as long as it is in use.
 */
export function influxPart({ url, token, org, bucket, timeoutMs = WAIT_MS }: InfluxPartOptions): MarkedPart {
  const transport = strictTransport(new InfluxDB({ url, token, timeout: timeoutMs }).transport);
  const client = new InfluxDB({ url, token, transport });
  return {
    name: "series",
    async look() {
      const query = flux`from(bucket: ${fluxString(bucket)}) |> range(start: 0)
        |> filter(fn: (r) => r._measurement == ${MEASUREMENT})
        |> keep(columns: ["installation"]) |> group() |> distinct(column: "installation")`;
      try {
        const rows = await client.getQueryApi(org).collectRows<{ readonly _value: string }>(query);
        return { marks: rows.map(({ _value }) => ({ installation: _value, keyProof: "" })), place: 0 };
      } catch (cause) {
        throw new StoreUnavailableError("InfluxDB cannot be asked for its installation", {
          cause,
          trouble: influxTrouble(cause),
        });
      }
    },
    async mark({ installation }) {
      const writer = client.getWriteApi(org, bucket, "ms", {
        ...{ maxRetries: 0, flushInterval: 0 },
        writeFailed: (error) => Promise.reject(error),
      });
      try {
        // A time of the server's: ours may be the one that is wrong.
        writer.writePoint(new Point(MEASUREMENT).tag("installation", installation).intField("started", 1).timestamp(""));
        await writer.flush();
      } catch (cause) {
        throw new StoreUnavailableError("InfluxDB did not take the mark of the installation", {
          cause,
          trouble: influxTrouble(cause),
        });
      } finally {
        writer.dispose();
      }
    },
  };
}
