import { InfluxDB } from "@influxdata/influxdb-client";
import type { InfluxServer } from "../../scripts/harness/influx-server.ts";
import type { Product } from "./product.ts";

/** How many readings the long-term store has taken, and how many it refused, as `/metrics` counts them. */
export async function shippedOf(product: Product): Promise<{ readonly taken: number; readonly refused: number }> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, "gm"))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  return { taken: sum("outfall_shipped_readings_total"), refused: sum("outfall_shipper_refused_total") };
}

/** Values in force of the hours in the long-term store, by time. */
export async function hourValuesIn({ url, token, org, bucket }: InfluxServer): Promise<readonly number[]> {
  const flux = `from(bucket: "${bucket}") |> range(start: 1990-01-01T00:00:00Z) |> filter(fn: (r) => r._measurement == "reading" and r._field == "value" and r.basis == "hour") |> group() |> sort(columns: ["_time"])`;
  const rows = await new InfluxDB({ url, token }).getQueryApi(org).collectRows<{ _value: number }>(flux);
  return rows.map(({ _value }) => _value);
}
