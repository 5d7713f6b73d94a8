import { z } from "zod";
import { type Setting, type SettingValues, setting } from "./setting.ts";
import type { SettingProblem } from "./setting-problem.ts";

/** Where a door listens; port 0 is any free one. */
export interface DoorAddress {
  readonly host: string;
  readonly port: number;
}

/** Files of the certificate that our broker shows, and of the authority that it asks device certificates of. */
export interface MqttTlsConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string | undefined;
}

/** Where devices come in; a door that is left out is shut. */
export interface DeviceDoors {
  readonly mqtt: DoorAddress | undefined;
  readonly mqtts: DoorAddress | undefined;
  readonly mqttWs: DoorAddress | undefined;
  readonly hj212: DoorAddress | undefined;
  readonly mqttTls: MqttTlsConfig | undefined;
}

const OFF = "off";
const MQTT_PORT = 1883;
const port = z.literal(OFF).or(z.coerce.number().int().min(0).max(65_535));
const text = z.string().min(1);
const PORT_RANGE = "0-65535, 0 = any free one, or off";
const HOST_RANGE = "an IP address or name";
const HOST_FALLBACK = "none: OUTFALL_HOST";

/** The doors of devices by their names in the ready line, with the settings of their ports and addresses. */
export const DOOR_SETTING_NAMES = {
  mqtt: { port: "OUTFALL_MQTT_PORT", host: "OUTFALL_MQTT_HOST" },
  mqtts: { port: "OUTFALL_MQTT_TLS_PORT", host: "OUTFALL_MQTT_TLS_HOST" },
  mqttWs: { port: "OUTFALL_MQTT_WS_PORT", host: "OUTFALL_MQTT_WS_HOST" },
  hj212: { port: "OUTFALL_HJ212_PORT", host: "OUTFALL_HJ212_HOST" },
} as const;

export type DeviceDoor = keyof typeof DOOR_SETTING_NAMES;

const DEVICE_DOORS = Object.keys(DOOR_SETTING_NAMES) as DeviceDoor[];

/** Ports, addresses and certificates of the doors of devices. */
export const DOOR_SETTINGS: readonly Setting[] = [
  setting(
    "OUTFALL_MQTT_PORT",
    "port of the MQTT broker, in clear text",
    PORT_RANGE,
    `none: ${MQTT_PORT}, and off where OUTFALL_MQTT_TLS_CA is set`,
    port,
  ),
  setting("OUTFALL_MQTT_HOST", "address that it listens on", HOST_RANGE, HOST_FALLBACK, text),
  setting("OUTFALL_HJ212_PORT", "port of the HJ 212 gateway", PORT_RANGE, "9212", port),
  setting("OUTFALL_HJ212_HOST", "address that it listens on", HOST_RANGE, HOST_FALLBACK, text),
  setting("OUTFALL_MQTT_TLS_CERT", "certificate chain of our broker, PEM", "a file", "none", text),
  setting("OUTFALL_MQTT_TLS_KEY", "its private key, PEM", "a file", "none", text),
  setting(
    "OUTFALL_MQTT_TLS_CA",
    "authority of device certificates, PEM; with it devices must show one whose CN is their MN",
    "a file",
    "none",
    text,
  ),
  setting("OUTFALL_MQTT_TLS_PORT", "port of MQTT over TLS (8883 is usual)", PORT_RANGE, "none", port),
  setting("OUTFALL_MQTT_TLS_HOST", "address that it listens on", HOST_RANGE, HOST_FALLBACK, text),
  setting(
    "OUTFALL_MQTT_WS_PORT",
    "port of MQTT over WebSocket at /mqtt (8083 is usual); wss when certificate and key are set",
    PORT_RANGE,
    "none",
    port,
  ),
  setting("OUTFALL_MQTT_WS_HOST", "address that it listens on", HOST_RANGE, HOST_FALLBACK, text),
];

/** What stands for a door that nobody set: who asks devices for certificates leaves no door open beside them. */
export function doorDefaults(values: SettingValues): SettingValues {
  return values.has("OUTFALL_MQTT_PORT")
    ? values
    : new Map([...values, ["OUTFALL_MQTT_PORT", values.has("OUTFALL_MQTT_TLS_CA") ? OFF : MQTT_PORT]]);
}

/** Every address that something listens on, for what is refused off the loopback address. */
export function listeningHosts(values: SettingValues): readonly string[] {
  const doors = DEVICE_DOORS.map((door) => addressOf(door, values)?.host);
  return [String(values.get("OUTFALL_HOST")), ...doors.filter((host) => host !== undefined)];
}

/** What the settings of doors say of each other. */
export function checkDoors(values: SettingValues): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const needs = (other: string, pointer: string): void => {
    const isAsked = values.has(other) && values.get(other) !== OFF;
    if (isAsked && !values.has(pointer)) problems.push({ pointer, code: "needed-with", facts: { other } });
  };
  needs("OUTFALL_MQTT_TLS_PORT", "OUTFALL_MQTT_TLS_CERT");
  needs("OUTFALL_MQTT_TLS_CERT", "OUTFALL_MQTT_TLS_KEY");
  needs("OUTFALL_MQTT_TLS_KEY", "OUTFALL_MQTT_TLS_CERT");
  needs("OUTFALL_MQTT_TLS_CA", "OUTFALL_MQTT_TLS_CERT");
  if (values.get("OUTFALL_DEMO") !== true) return problems;
  // The plants of the demo come in over both.
  for (const pointer of ["OUTFALL_MQTT_PORT", "OUTFALL_HJ212_PORT"]) {
    if (values.get(pointer) === OFF) problems.push({ pointer, code: "door-of-the-demo", facts: {} });
  }
  return problems;
}

/** The doors as the settings describe them. */
export function deviceDoors(values: SettingValues): DeviceDoors {
  const certFile = values.get("OUTFALL_MQTT_TLS_CERT") as string | undefined;
  const keyFile = values.get("OUTFALL_MQTT_TLS_KEY") as string;
  const caFile = values.get("OUTFALL_MQTT_TLS_CA") as string | undefined;
  return {
    mqtt: addressOf("mqtt", values),
    mqtts: addressOf("mqtts", values),
    mqttWs: addressOf("mqttWs", values),
    hj212: addressOf("hj212", values),
    mqttTls: certFile === undefined ? undefined : { certFile, keyFile, caFile },
  };
}

function addressOf(door: DeviceDoor, values: SettingValues): DoorAddress | undefined {
  const names = DOOR_SETTING_NAMES[door];
  const number = values.get(names.port);
  return typeof number === "number"
    ? { host: String(values.get(names.host) ?? values.get("OUTFALL_HOST")), port: number }
    : undefined;
}
