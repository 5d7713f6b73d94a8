import { z } from "zod";
import { BeijingDateIn, Cursor, InstantOut, Limit, pageOf } from "../../http/primitives.ts";
import { FrameOut, LineOut } from "../devices/schema.ts";

const Mn = z.string().min(1).max(64);
const ReasonName = z.enum([
  "not-json",
  "wrong-shape",
  "too-many-readings",
  "not-a-frame",
  "wrong-crc",
  "wrong-length",
  "wrong-header",
  "wrong-mn",
  "wrong-password",
  "no-time",
  "impossible-time",
  "future-time",
  "unknown-factor",
  "unknown-device",
  "not-a-number",
  "wrong-flag",
  "unsupported-command",
  "undecodable",
]);

export const AccountQuery = z.strictObject({ mn: Mn.optional(), day: BeijingDateIn.optional() });

/** `received = stored + quarantined + pending + duplicates + control`. */
export const AccountOut = z.object({
  mn: z.string().nullable(),
  day: z.string(),
  received: z.number(),
  stored: z.number(),
  quarantined: z.number(),
  pending: z.number(),
  duplicates: z.number(),
  control: z.number(),
});

export const QuarantineQuery = z.strictObject({
  mn: Mn.optional(),
  reason: ReasonName.optional(),
  /** The rows of one message: what is left of it after a retry. */
  messageId: z.coerce.number().int().min(1).max(999_999_999_999_999).optional(),
  limit: Limit,
  cursor: Cursor,
});

export const QuarantineOut = z.object({
  id: z.string(),
  messageId: z.number(),
  receivedAt: InstantOut,
  transport: z.string(),
  mn: z.string(),
  reason: z.string(),
  detail: z.string(),
  /** The message as it came: text, or base64 when it is no UTF-8. */
  raw: z.string(),
  rawEncoding: z.enum(["utf8", "base64"]),
  retriedAt: InstantOut.nullable(),
});
export const QuarantinePage = pageOf(QuarantineOut);
/** One row, with its frame as `outfall decode` reads it; `null` when the message is no HJ 212. */
export const QuarantineDetailOut = QuarantineOut.extend({ decoded: z.unknown() });
export const RetriedOut = z.object({ id: z.string(), messageId: z.number() });

export const DeviceQuery = z.strictObject({ limit: Limit, cursor: Cursor });
export const DeviceOut = z.object({
  mn: z.string(),
  edition: z.string().nullable(),
  hourLabel: z.string().nullable(),
  crc: z.string().nullable(),
  realtimeSeconds: z.number().nullable(),
  minuteMinutes: z.number().nullable(),
  bridgeFor: z.array(z.string()),
  outlets: z.array(z.string()),
  state: z.enum(["online", "silent", "never"]),
  lastReceivedAt: InstantOut.nullable(),
  hasHj212Password: z.boolean(),
  hasMqttSecret: z.boolean(),
  firstContact: z.array(z.string()),
  autoBackfill: z.boolean(),
  line: LineOut,
});
export const DevicePage = pageOf(DeviceOut);
/** What was turned away at a door and never acknowledged: all of one claimed device and reason is one row, with the newest of it. */
export const RefusalOut = z.object({
  /** Whom it says it is; empty when that could not be read. */
  mn: z.string(),
  transport: z.enum(["mqtt", "hj212"]),
  reason: z.string(),
  detail: z.string(),
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
  /** What was turned away at the doors under its name, the newest first. */
  refused: z.array(RefusalOut),
  today: AccountOut,
  lastQuarantined: z.array(QuarantineOut),
  frames: z.array(FrameOut),
});

export const UnknownDevicePage = pageOf(
  z.object({
    mn: z.string(),
    transport: z.enum(["mqtt", "hj212"]),
    address: z.string(),
    reason: z.string(),
    firstAt: InstantOut,
    lastAt: InstantOut,
    count: z.number(),
  }),
);

export type AccountWire = z.output<typeof AccountOut>;
export type QuarantineWire = z.output<typeof QuarantineOut>;
export type RefusalWire = z.output<typeof RefusalOut>;
export type DeviceWire = z.output<typeof DeviceOut>;
