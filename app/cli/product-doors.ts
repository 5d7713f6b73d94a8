import type { Config } from "../config.ts";
import type { Endpoint } from "../roles/role.ts";
import { runningDoors } from "../roles/running-doors.ts";
import { UsageError } from "./usage-error.ts";

const SETTING = { http: "OUTFALL_HTTP_PORT", mqtt: "OUTFALL_MQTT_PORT", hj212: "OUTFALL_HJ212_PORT" } as const;

/**
 * Where the running product is reached: at the port of the setting, or, when that is 0, at the port that the product on
 * the data directory was given.
 * @throws UsageError when the door is shut, or its port is 0 and no product runs there
 */
export function productDoor(config: Config, name: keyof typeof SETTING): Endpoint {
  const set = name === "http" ? { host: config.host, port: config.httpPort } : config.doors[name];
  if (set === undefined) throw UsageError.wrong({ of: SETTING[name], code: "door-is-shut", facts: {} });
  if (set.port !== 0) return set;
  const door = runningDoors(config.dataDir)[name];
  if (door !== undefined) return { host: door.host, port: door.port };
  throw UsageError.wrong({ of: SETTING[name], code: "no-product-on-folder", facts: { folder: config.dataDir } });
}

/** Address of the product's HTTP side. */
export function productUrl(config: Config): string {
  const { host, port } = productDoor(config, "http");
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
