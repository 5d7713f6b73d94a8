import type { DeviceWire, ExchangeWire, GapWire } from "../../../../api/resources/devices/schema.ts";
import { beijingSecond } from "../../format/beijing-time.ts";
import type { DeviceKey, DeviceSay } from "./words.ts";

/** Below this a clock counts as right: a frame takes its time on the line. */
const RIGHT_SECONDS = 2;

/** How far the clock of a device is off, in words; a dash where nothing tells. */
export function driftWords(seconds: number | null, say: DeviceSay): string {
  if (seconds === null) return "—";
  if (Math.abs(seconds) <= RIGHT_SECONDS) return say("dev.driftNone");
  return say(seconds < 0 ? "dev.driftSlow" : "dev.driftFast", { n: Math.round(Math.abs(seconds)) });
}

const NAMES: Readonly<Record<string, string>> = {
  "2061": "hours",
  "2051": "minutes",
  "2031": "days",
  "1061": "read-realtime-interval",
  "1062": "set-realtime-interval",
  "1063": "read-minute-interval",
  "1064": "set-minute-interval",
};

/** The name of a command as the dictionary has it: history is three commands to people, and intervals are two. */
export function commandName({ command, parameters }: Pick<ExchangeWire, "command" | "parameters">): string {
  return NAMES[String(parameters["cn"] ?? "")] ?? command;
}

const INTERVAL_UNITS: Readonly<Record<string, DeviceKey>> = { "1062": "dev.nSeconds", "1064": "dev.nMinutes" };

/** What a command was asked with besides its period, in words. */
export function parameterWords({ parameters }: Pick<ExchangeWire, "parameters">, say: DeviceSay): string {
  const { cn, polId, infoId, value, overTime, reCount } = parameters;
  const unit = INTERVAL_UNITS[String(cn ?? "")];
  const parts = [
    polId,
    infoId,
    value !== undefined && unit !== undefined ? say(unit, { n: value }) : value,
    overTime !== undefined && reCount !== undefined ? say("dev.timeoutWords", { overTime, reCount }) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}

const GAP_RANK: Readonly<Record<GapWire["state"], number>> = { "given-up": 0, found: 1, asked: 2, filled: 3 };

/** What is still missing first; the newest first among equals. */
export function byMissing(a: Pick<GapWire, "state" | "from">, b: Pick<GapWire, "state" | "from">): number {
  return GAP_RANK[a.state] - GAP_RANK[b.state] || b.from.localeCompare(a.from);
}

/** Whether there is a line to the device, and over which door. Over MQTT nobody knows before something is sent. */
export function lineWords({ line }: Pick<DeviceWire, "line">, say: DeviceSay): string {
  if (line.transport === "mqtt") return line.connected ? `${say("dev.connected")} · MQTT` : say("dev.mqttLine");
  const words = say(line.connected ? "dev.connected" : "dev.notConnected");
  return line.transport === null ? words : `${words} · HJ 212`;
}

/**
 * True for a device that was heard over MQTT and never in HJ 212: it sends JSON, and nothing of HJ 212 applies to it.
 */
export function isJsonDevice({ line }: Pick<DeviceWire, "line">): boolean {
  return line.transport === "mqtt" && !line.speaksHj212;
}

/** What the device speaks. The edition is only a setting as long as it speaks JSON. */
export function protocolWords(device: Pick<DeviceWire, "line" | "edition">, say: DeviceSay): string {
  if (isJsonDevice(device)) return say("dev.json");
  if (device.edition === null) return "—";
  const edition = `HJ 212-${device.edition}`;
  return device.line.transport === "mqtt" ? say("dev.overMqtt", { edition }) : edition;
}

/** Whether it has a key, whether a new one waits, and whether it asked for one. */
export function keyWords({ key }: DeviceWire, say: DeviceSay): string {
  const { state, days, isOld, usedSince, askedAt } = key;
  return [
    say(`dev.key.${state}`),
    ...(isOld && days !== null ? [say("dev.key.old", { days })] : []),
    ...(usedSince === null ? [] : [say("dev.key.usedSince", { at: beijingSecond(Date.parse(usedSince)) })]),
    ...(askedAt === null ? [] : [say("dev.key.askedAt", { at: beijingSecond(Date.parse(askedAt)) })]),
  ].join(" · ");
}
