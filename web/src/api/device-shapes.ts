/** Shapes of devices, frames and upstreams as the pages use them. */

export interface DeviceLine {
  readonly connected: boolean;
  readonly transport: "mqtt" | "hj212" | null;
  readonly lastSeenAt: string | null;
  readonly address: string | null;
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

export interface DecodedFrame {
  readonly ok: true;
  readonly edition: string;
  readonly st: string;
  readonly cn: string;
  readonly mn: string;
  readonly qn: string;
  readonly flag: { readonly value?: number; readonly version: number; readonly split: boolean; readonly answer: boolean };
  readonly part: { readonly number: number; readonly total: number } | null;
  readonly quirks: readonly string[];
  readonly data: readonly { readonly factor: string | null; readonly field: string; readonly value: string | number }[];
  readonly time: string | null;
}

export interface UndecodedFrame {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly offset: number };
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
  readonly today: {
    readonly received: number;
    readonly stored: number;
    readonly quarantined: number;
    readonly duplicates: number;
  };
  readonly frames: readonly DeviceFrame[];
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
