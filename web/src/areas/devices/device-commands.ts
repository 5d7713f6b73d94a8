import type { DeviceKey } from "./words.ts";

/** A command as people choose it; history of hours, of minutes and of days are three. */
export type DeviceCommandKind =
  | "set-time"
  | "read-time"
  | "hours"
  | "minutes"
  | "days"
  | "start-realtime"
  | "stop-realtime"
  | "set-realtime-interval"
  | "read-realtime-interval"
  | "set-minute-interval"
  | "read-minute-interval"
  | "set-timeout"
  | "sample"
  | "start-state"
  | "stop-state"
  | "device-id"
  | "rotate-key"
  | "information";

/** `openSpan`: a span that may be left out. */
export type CommandField = "span" | "days" | "openSpan" | "polId" | "infoId" | "seconds" | "minutes" | "timeout";

interface CommandShape {
  /** What is sent beside the fields. */
  readonly body: Readonly<Record<string, string>>;
  readonly fields: readonly CommandField[];
  /** What it changes at the device: asked back before it is sent. */
  readonly effect?: DeviceKey;
}

/** What may be asked of a device: nothing that moves a valve, changes a range or a password. */
export const COMMANDS: Readonly<Record<DeviceCommandKind, CommandShape>> = {
  "set-time": { body: { command: "set-time" }, fields: [], effect: "effect.set-time" },
  "read-time": { body: { command: "read-time" }, fields: [] },
  hours: { body: { command: "history", cn: "2061" }, fields: ["span"] },
  minutes: { body: { command: "history", cn: "2051" }, fields: ["span"] },
  days: { body: { command: "history", cn: "2031" }, fields: ["days"] },
  "start-realtime": { body: { command: "start-realtime" }, fields: [], effect: "effect.start-realtime" },
  "stop-realtime": { body: { command: "stop-realtime" }, fields: [], effect: "effect.stop-realtime" },
  "set-realtime-interval": {
    body: { command: "set-interval", cn: "1062" },
    fields: ["seconds"],
    effect: "effect.set-realtime-interval",
  },
  "read-realtime-interval": { body: { command: "read-interval", cn: "1061" }, fields: [] },
  "set-minute-interval": {
    body: { command: "set-interval", cn: "1064" },
    fields: ["minutes"],
    effect: "effect.set-minute-interval",
  },
  "read-minute-interval": { body: { command: "read-interval", cn: "1063" }, fields: [] },
  "set-timeout": { body: { command: "set-timeout" }, fields: ["timeout"], effect: "effect.set-timeout" },
  sample: { body: { command: "sample" }, fields: ["polId"], effect: "effect.sample" },
  "start-state": { body: { command: "start-state" }, fields: [], effect: "effect.start-state" },
  "stop-state": { body: { command: "stop-state" }, fields: [], effect: "effect.stop-state" },
  "device-id": { body: { command: "device-id" }, fields: ["polId"] },
  "rotate-key": { body: { command: "rotate-key" }, fields: [], effect: "effect.rotate-key" },
  information: { body: { command: "information" }, fields: ["polId", "infoId", "openSpan"] },
};

interface CommandGroup {
  readonly name: DeviceKey;
  readonly kinds: readonly DeviceCommandKind[];
}

/** The commands as they stand on the page. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { name: "dev.group.time", kinds: ["set-time", "read-time"] },
  { name: "dev.group.data", kinds: ["hours", "minutes", "days", "start-realtime", "stop-realtime"] },
  {
    name: "dev.group.intervals",
    kinds: ["read-realtime-interval", "set-realtime-interval", "read-minute-interval", "set-minute-interval", "set-timeout"],
  },
  { name: "dev.group.instrument", kinds: ["sample", "start-state", "stop-state", "device-id", "information"] },
  { name: "dev.group.key", kinds: ["rotate-key"] },
];

/** Minute intervals that HJ 212-2017 knows. */
export const MINUTE_INTERVALS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;
export const SECONDS = { min: 30, max: 3_600 } as const;
export const TIMEOUT = { min: 1, max: 99 } as const;
