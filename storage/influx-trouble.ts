import { HttpError } from "@influxdata/influxdb-client";
import { networkTrouble, type StoreTrouble } from "../core/store-trouble.ts";

/** Why InfluxDB cannot be used, by its answer or by what the network said. */
export function influxTrouble(cause: unknown): StoreTrouble {
  const technical = cause instanceof Error ? cause.message : String(cause);
  if (!(cause instanceof HttpError)) return networkTrouble(cause) ?? { code: "other-trouble", facts: { technical } };
  switch (cause.statusCode) {
    case 401:
      return { code: "wrong-token", facts: {} };
    case 403:
      return { code: "no-right", facts: { technical } };
    case 404:
      return { code: /\borg/i.test(cause.body ?? technical) ? "no-such-organisation" : "no-such-bucket", facts: {} };
    case 429:
    case 503:
      return { code: "not-serving", facts: { technical } };
    default:
      return { code: "other-trouble", facts: { technical } };
  }
}
