import type { DeviceFrame, DeviceState } from "../../core/field/device-state.ts";
import type { NewExchange } from "../../core/field/exchange.ts";
import type { Gap } from "../../core/field/gap.ts";
import type { Refusal } from "../../core/field/refusal.ts";
import { instant, plus } from "../../core/time.ts";

export const T0 = instant(Date.UTC(2026, 10, 23, 0, 0, 0));
export const MN = "SIM410102000000000000001";
export const OTHER = "SIM410102000000000000002";

/** A request to a device, before the gateway has seen it. */
export const asked = (id: string, over: Partial<NewExchange> = {}): NewExchange => ({
  id,
  mn: MN,
  command: { command: "set-time" },
  st: null,
  createdAt: T0,
  createdBy: "user:u1",
  ...over,
});

/** What is known of a device that was heard and is connected. */
export const device = (over: Partial<DeviceState> = {}): DeviceState => ({
  mn: MN,
  lastSeenAt: T0,
  transport: "hj212",
  address: "127.0.0.1",
  connected: true,
  presence: [{ at: T0, online: true }],
  speaksHj212: true,
  st: "31",
  flagVersion: 1,
  driftMs: -1_500,
  driftAt: T0,
  quirks: { "no-crlf": 2 },
  addresses: [{ address: "127.0.0.1", firstAt: T0, lastAt: T0 }],
  moves: 0,
  movedAt: null,
  firstContact: null,
  frames: 7,
  ...over,
});

/** A frame of three bytes. */
export const frame = (n: number, over: Partial<DeviceFrame> = {}): DeviceFrame => ({
  mn: MN,
  n,
  at: plus(T0, n),
  direction: "in",
  raw: new Uint8Array([35, 35, n]),
  ...over,
});

/** An update that writes nothing. */
export const NOTHING = { exchanges: [], devices: [], frames: [] } as const;

/** A frame whose CRC fits nowhere, refused once. */
export const refusal = (over: Partial<Refusal> = {}): Refusal => ({
  ...{ transport: "hj212", mn: MN, reason: "wrong-crc", detail: { code: "crc-fits-nowhere", facts: {} }, address: "127.0.0.1" },
  ...{ count: 1, firstAt: T0, lastAt: T0, sample: new Uint8Array([35, 35]) },
  ...over,
});

/** One missing hour. */
export const gap = (id: string, over: Partial<Gap> = {}): Gap => ({
  id,
  mn: MN,
  st: null,
  basis: "hour",
  from: T0,
  to: T0,
  outlets: ["e1-DA001"],
  state: "found",
  attempts: 0,
  exchange: null,
  foundAt: T0,
  changedAt: T0,
  ...over,
});
