import { z } from "zod";
import { TurnOut } from "../../../cases/shared/turn-wire.ts";
import { InstantOut } from "../../../cases/shared/wire-forms.ts";
import { FrameLineOut } from "../../frames/frame-line.ts";
import { Cursor, Limit, pageOf } from "../../http/primitives.ts";
import { AccountOut, QuarantineOut } from "../messages/schema.ts";

const StateName = z.enum(["queued", "sent", "accepted", "done", "failed", "timed-out", "unsupported"]);

export const ExchangeOut = z.object({
  id: z.string(),
  mn: z.string(),
  command: z.string(),
  /** What the command was asked with; times in UTC. */
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  state: StateName,
  createdAt: InstantOut,
  createdBy: z.string(),
  /** Who that is to people; empty for the platform itself. */
  createdByName: z.string(),
  sentAt: InstantOut.nullable(),
  endedAt: InstantOut.nullable(),
  /** How often the request was sent; a repeat keeps its QN. */
  attempts: z.number(),
  qn: z.string().nullable(),
  /** What the device answered, its data area as sent. */
  answers: z.array(z.object({ cn: z.string(), cp: z.string(), at: InstantOut })),
  /** Packets of history that came; their readings stand with all others. */
  packets: z.number(),
  /** QnRtn or ExeRtn. */
  returnCode: z.number().nullable(),
  /** How it ended, in words and as a code with facts; empty while it is open. */
  result: z.string(),
  resultCode: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
});
export const ExchangePage = pageOf(ExchangeOut);
export const ExchangeQuery = z.strictObject({ limit: Limit, cursor: Cursor });

export const GapOut = z.object({
  id: z.string(),
  mn: z.string(),
  basis: z.enum(["minute", "hour"]),
  /** Start of the first missing period, and the end of the last one. */
  from: InstantOut,
  to: InstantOut,
  outlets: z.array(z.string()),
  outletNames: z.array(z.string()),
  state: z.enum(["found", "asked", "filled", "given-up"]),
  attempts: z.number(),
  /** The exchange that asked last. */
  exchange: z.string().nullable(),
  foundAt: InstantOut,
  changedAt: InstantOut,
});
export const GapPage = pageOf(GapOut);
export const GapQuery = z.strictObject({
  state: z.enum(["found", "asked", "filled", "given-up"]).optional(),
  limit: Limit,
  cursor: Cursor,
});

/** What the gateway knows of a device from hearing it. */
export const LineOut = z.object({
  connected: z.boolean(),
  transport: z.enum(["mqtt", "hj212"]).nullable(),
  /**
   * True when it has sent HJ 212 frames, over whichever door; false for one that speaks JSON only, or was never heard.
   */
  speaksHj212: z.boolean(),
  lastSeenAt: InstantOut.nullable(),
  address: z.string().nullable(),
  addresses: z.array(z.object({ address: z.string(), firstAt: InstantOut, lastAt: InstantOut })),
  /** When it came and went, the newest twenty times, the oldest first. */
  presence: z.array(z.object({ at: InstantOut, online: z.boolean() })),
  /** How often it spoke from another address than the time before. */
  moves: z.number(),
  movedAt: InstantOut.nullable(),
  /** Device clock minus ours, in seconds. */
  driftSeconds: z.number().nullable(),
  driftAt: InstantOut.nullable(),
  quirks: z.record(z.string(), z.number()),
});

export const FrameOut = z.object({
  at: InstantOut,
  direction: z.enum(["in", "out"]),
  /** The frame as it went over the line, without CR LF: text, or base64 when it is no UTF-8. */
  raw: z.string(),
  rawEncoding: z.enum(["utf8", "base64"]),
  /** As `outfall decode` reads it. */
  decoded: FrameLineOut.nullable(),
});

const DeviceState = z.enum(["online", "silent", "never"]);

export const DeviceQuery = z.strictObject({
  state: DeviceState.optional(),
  /** Part of an MN, or of the name of an outlet or enterprise. */
  q: z.string().max(100).optional(),
  limit: Limit,
  cursor: Cursor,
});
export const DeviceOut = z.object({
  mn: z.string(),
  edition: z.string().nullable(),
  hourLabel: z.string().nullable(),
  crc: z.string().nullable(),
  realtimeSeconds: z.number().nullable(),
  minuteMinutes: z.number().nullable(),
  bridgeFor: z.array(z.string()),
  outlets: z.array(z.string()),
  /** What the outlets are called, in the same order, and whose they are; `null` of a device without channels. */
  outletNames: z.array(z.string()),
  enterpriseName: z.string().nullable(),
  state: DeviceState,
  lastReceivedAt: InstantOut.nullable(),
  hasHj212Password: z.boolean(),
  hasMqttSecret: z.boolean(),
  /** Its SM4 key: `new-waits` while a new one is to be taken and both are read. */
  key: z.object({
    state: z.enum(["none", "set", "new-waits"]),
    /** For how many days the registry has it; `null` of none, and of those that an older build kept. */
    days: z.number().nullable(),
    /** It was used longer than a key may be (HJ 212-2025: 90 days). */
    isOld: z.boolean(),
    /** Since when it uses the key that was sent to it last; `null` where none was, or it is not known to. */
    usedSince: InstantOut.nullable(),
    /** When it asked for a new one (1014) last. */
    askedAt: InstantOut.nullable(),
  }),
  firstContact: z.array(z.string()),
  autoBackfill: z.boolean(),
  line: LineOut,
  /** Gaps that are not filled. */
  gaps: z.number(),
  /**
   * When something under its MN was refused last, but for its not being registered; `null` for those who may not see
   * messages.
   */
  refusedAt: InstantOut.nullable(),
});
/** Devices in trouble come first; `counts` are of all that the caller may see, whatever the filter. */
export const DevicePage = pageOf(DeviceOut).extend({
  counts: z.object({ total: z.number(), online: z.number(), silent: z.number(), never: z.number() }),
});
/**
 * What a listener refused and never acknowledged: all of one claimed device and reason is one row, with the newest of
 * it.
 */
export const RefusalOut = z.object({
  /** Whom it says it is; empty when that could not be read. */
  mn: z.string(),
  transport: z.enum(["mqtt", "hj212"]),
  reason: z.string(),
  /** What exactly was wrong: in words, and as a code with facts. */
  detail: z.string(),
  detailCode: z.string(),
  facts: z.record(z.string(), z.unknown()),
  address: z.string(),
  count: z.number(),
  firstAt: InstantOut,
  lastAt: InstantOut,
  /** Its first bytes: text, or base64 when it is no UTF-8; empty where a door keeps none. Passwords are starred out. */
  raw: z.string(),
  rawEncoding: z.enum(["utf8", "base64"]),
});
export const RefusalPage = pageOf(RefusalOut);

export const DeviceDetailOut = DeviceOut.extend({
  /** Who may ask something of it. */
  turn: TurnOut,
  /** What the listeners refused under its name, the newest first. */
  refused: z.array(RefusalOut),
  today: AccountOut,
  lastQuarantined: z.array(QuarantineOut),
  frames: z.array(FrameOut),
});

export const UnknownDeviceOut = z.object({
  mn: z.string(),
  transport: z.enum(["mqtt", "hj212"]),
  address: z.string(),
  reason: z.string(),
  firstAt: InstantOut,
  lastAt: InstantOut,
  count: z.number(),
});
export const UnknownDevicePage = pageOf(UnknownDeviceOut);

export type ExchangeWire = z.output<typeof ExchangeOut>;
export type GapWire = z.output<typeof GapOut>;
export type LineWire = z.output<typeof LineOut>;
export type FrameWire = z.output<typeof FrameOut>;
export type RefusalWire = z.output<typeof RefusalOut>;
export type DeviceWire = z.output<typeof DeviceOut>;
export type DevicePageWire = z.output<typeof DevicePage>;
export type DeviceDetailWire = z.output<typeof DeviceDetailOut>;
export type UnknownDeviceWire = z.output<typeof UnknownDeviceOut>;
