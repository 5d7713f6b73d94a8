import type { Config } from "../config.ts";
import type { Endpoint } from "../roles/role.ts";
import { productDoor } from "./product-doors.ts";
import { UsageError } from "./usage-error.ts";

/** Where a door is that devices call. @throws UsageError when nobody says where it is */
export type PlayDoors = (name: "mqtt" | "hj212") => Endpoint;

/**
 * The doors that `--to` names, and those of the running product where it names none. @throws UsageError when `--to` is
 * no list of doors
 */
export function playDoors(config: Config, to: string | undefined): PlayDoors {
  const named = new Map<string, Endpoint>();
  for (const text of to?.split(",") ?? []) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const kind = url?.protocol.slice(0, -1);
    if (url === undefined || (kind !== "mqtt" && kind !== "hj212")) {
      throw UsageError.wrong({ of: "--to", code: "not-a-door", facts: { text } });
    }
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    named.set(kind, { host, port: Number(url.port) || productDoor(config, kind).port });
  }
  return (name) => named.get(name) ?? productDoor(config, name);
}
