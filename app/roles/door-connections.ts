import { HTTP_SOCKETS } from "../../api/http/bound-connections.ts";
import { DEFAULT_BROKER_LIMITS } from "../../broker/broker-limits.ts";
import type { Log } from "../../core/log.ts";
import { DEFAULT_GATEWAY_LIMITS } from "../../ingest/gateway/gateway-limits.ts";
import type { Config } from "../config.ts";
import { type DoorConnections, OWN_DESCRIPTORS, openFilesLimit, shareDescriptors } from "../descriptor-shares.ts";
import type { RoleName } from "./role.ts";

/** How many connections the doors of these roles take, as set and as far as this process may open files. */
export function doorConnections(config: Config, roles: readonly RoleName[]): DoorConnections {
  return shareDescriptors(openFilesLimit(), wantedConnections(config, roles));
}

/** Says so where the doors take fewer connections than they are set to. */
export function warnOfFewDescriptors(config: Config, roles: readonly RoleName[], log: Log): void {
  const [limit, wanted] = [openFilesLimit(), wantedConnections(config, roles)];
  const given = shareDescriptors(limit, wanted);
  if (given === wanted) return;
  const needed = wanted.http + wanted.mqtt + wanted.hj212 + OWN_DESCRIPTORS;
  log.warn({ limit, needed, wanted, given }, "the doors may have more connections than this process may open files (ulimit -n)");
}

function wantedConnections(config: Config, roles: readonly RoleName[]): DoorConnections {
  const { doors, maxConnections, httpConnections } = config;
  const isGateway = roles.includes("gateway");
  const hasMqtt = isGateway && (doors.mqtt ?? doors.mqtts ?? doors.mqttWs) !== undefined;
  return {
    http: roles.includes("api") ? (httpConnections ?? HTTP_SOCKETS.connections) : 0,
    mqtt: hasMqtt ? (maxConnections ?? DEFAULT_BROKER_LIMITS.connections) : 0,
    hj212: isGateway && doors.hj212 !== undefined ? (maxConnections ?? DEFAULT_GATEWAY_LIMITS.connections) : 0,
  };
}
