/** Shapes of devices, frames and upstreams as the pages use them. */
import type { Account, QuarantineRow } from "./page-shapes.ts";

export interface Presence {
  readonly at: string;
  readonly online: boolean;
}

/** What was turned away at a door under the name of a device: all of one reason is one row, with the newest of it. */
export interface Refusal {
  readonly mn: string;
  readonly transport: "mqtt" | "hj212";
  readonly reason: string;
  readonly detail: string;
  readonly address: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** Its first bytes; empty where a door keeps none. */
  readonly raw: string;
  readonly rawEncoding: "utf8" | "base64";
}

export interface DeviceLine {
  readonly connected: boolean;
  readonly transport: "mqtt" | "hj212" | null;
  /** False for a device that was only heard in JSON, or never. */
  readonly speaksHj212: boolean;
  readonly lastSeenAt: string | null;
  readonly address: string | null;
  /** When it came and went, the newest twenty times, the oldest first. */
  readonly presence: readonly Presence[];
  readonly moves: number;
  readonly driftSeconds: number | null;
  /** How often each accepted deviation was seen. */
  readonly quirks: Readonly<Record<string, number>>;
}

export interface DeviceRow {
  readonly mn: string;
  readonly edition: string | null;
  readonly crc: string | null;
  readonly realtimeSeconds: number | null;
  readonly minuteMinutes: number | null;
  readonly outlets: readonly string[];
  readonly state: "online" | "silent" | "never";
  readonly lastReceivedAt: string | null;
  readonly autoBackfill: boolean;
  readonly line: DeviceLine;
}

/** `text` is the number as it was written, where that shows more than the number does. */
export interface FrameItem {
  readonly factor: string | null;
  readonly field: string;
  readonly value: string | number;
  readonly text?: string;
}

/** Bytes of a pasted text that belong to no frame. */
export interface Rubbish {
  readonly offset: number;
  readonly bytes: number;
  readonly text: string;
}

interface WithRubbish {
  readonly before?: Rubbish;
  readonly behind?: Rubbish;
}

export interface DecodedFrame extends WithRubbish {
  readonly ok: true;
  readonly edition: string;
  readonly st: string;
  readonly cn: string;
  readonly mn: string;
  readonly qn: string;
  readonly flag: { readonly value?: number; readonly version: number; readonly split: boolean; readonly answer: boolean };
  readonly part: { readonly number: number; readonly total: number } | null;
  readonly quirks: readonly string[];
  readonly data: readonly FrameItem[];
  readonly time: string | null;
}

export interface UndecodedFrame extends WithRubbish {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly offset: number };
  readonly crc?: { readonly received: string; readonly computed: string };
  readonly length?: { readonly stated: number; readonly actual: number };
  /** What it would say if it were believed. */
  readonly unproven?: DecodedFrame;
}

export type FrameLine = DecodedFrame | UndecodedFrame;

export interface DeviceFrame {
  readonly at: string;
  readonly direction: "in" | "out";
  readonly raw: string;
  readonly rawEncoding: "utf8" | "base64";
  readonly decoded: FrameLine | null;
}

export interface DeviceDetail extends DeviceRow {
  /** The newest first. */
  readonly refused: readonly Refusal[];
  readonly today: Account;
  readonly frames: readonly DeviceFrame[];
}

/** A row of the quarantine with its frame taken apart; `decoded` is `null` when the message is no HJ 212. */
export interface QuarantineDetail extends QuarantineRow {
  readonly decoded: FrameLine | null;
}

export type ExchangeState = "queued" | "sent" | "accepted" | "done" | "failed" | "timed-out" | "unsupported";

export interface Exchange {
  readonly id: string;
  readonly command: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly state: ExchangeState;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly attempts: number;
  readonly answers: readonly { readonly cn: string; readonly cp: string; readonly at: string }[];
  readonly packets: number;
  readonly returnCode: number | null;
  readonly result: string;
}

export interface Gap {
  readonly id: string;
  readonly basis: "minute" | "hour";
  readonly from: string;
  readonly to: string;
  readonly outlets: readonly string[];
  readonly state: "found" | "asked" | "filled" | "given-up";
  readonly attempts: number;
}

export interface UnknownDevice {
  readonly mn: string;
  readonly transport: "mqtt" | "hj212";
  readonly address: string;
  readonly reason: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
}

export interface LineError {
  readonly at: string;
  readonly code: string;
  readonly text: string;
}

/** A device that the platform does not take while it takes others. */
export interface HeldDevice {
  readonly mn: string;
  readonly since: string;
  readonly lagEntries: number;
  readonly lastError: LineError;
}

export interface Upstream {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly edition: string;
  readonly state: "connecting" | "connected" | "waiting" | "failed" | "unknown";
  readonly since: string | null;
  readonly lagEntries: number | null;
  readonly oldestUnsentAt: string | null;
  readonly lastAcknowledgedAt: string | null;
  readonly lastError: LineError | null;
  readonly held: readonly HeldDevice[];
  readonly sent: number;
  readonly resent: number;
  readonly acknowledged: number;
  readonly unsendable: number;
}
