/** A command as people choose it; history of hours and of minutes are two. */
export type DeviceCommandKind =
  | "set-time"
  | "read-time"
  | "hours"
  | "minutes"
  | "start-realtime"
  | "stop-realtime"
  | "sample"
  | "device-id"
  | "information";

export type CommandField = "span" | "polId" | "infoId";

interface CommandShape {
  readonly kind: DeviceCommandKind;
  /** What is sent beside the fields. */
  readonly body: Readonly<Record<string, string>>;
  readonly fields: readonly CommandField[];
}

/** What may be asked of a device: nothing that moves a valve, changes a range or a password. */
export const COMMANDS: readonly CommandShape[] = [
  { kind: "set-time", body: { command: "set-time" }, fields: [] },
  { kind: "read-time", body: { command: "read-time" }, fields: [] },
  { kind: "hours", body: { command: "history", cn: "2061" }, fields: ["span"] },
  { kind: "minutes", body: { command: "history", cn: "2051" }, fields: ["span"] },
  { kind: "start-realtime", body: { command: "start-realtime" }, fields: [] },
  { kind: "stop-realtime", body: { command: "stop-realtime" }, fields: [] },
  { kind: "sample", body: { command: "sample" }, fields: ["polId"] },
  { kind: "device-id", body: { command: "device-id" }, fields: ["polId"] },
  { kind: "information", body: { command: "information" }, fields: ["polId", "infoId"] },
];
