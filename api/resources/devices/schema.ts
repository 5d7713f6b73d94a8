import { z } from "zod";
import { Cursor, InstantIn, InstantOut, Limit, pageOf } from "../../http/primitives.ts";

/** A factor, as the device calls it. */
const PolId = z.string().regex(/^[A-Za-z0-9]{1,8}$/, "1 to 8 letters and digits");
const InfoId = z.string().regex(/^i[A-Za-z0-9]{5}$/, "i and five letters or digits");
/** The system code that the request names; left out: the one the device uses itself. */
const St = z
  .string()
  .regex(/^\d{2}$/, "two digits")
  .optional();
const MOST_HISTORY_MS = 31 * 86_400_000;

const HistoryIn = z
  .strictObject({
    command: z.literal("history"),
    cn: z.enum(["2061", "2051", "2031"]),
    from: InstantIn,
    to: InstantIn,
    st: St,
  })
  .refine(({ from, to }) => from <= to && to - from <= MOST_HISTORY_MS, {
    path: ["to"],
    message: "not before `from`, and at most 31 days after it",
    params: { code: "out-of-range" },
  });
const RealtimeIntervalIn = z.strictObject({
  command: z.literal("set-interval"),
  cn: z.literal("1062"),
  value: z.number().int().min(30).max(3_600),
  st: St,
});
/** Minute intervals that HJ 212-2017 knows. */
const MINUTES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const MinuteIntervalIn = z.strictObject({
  command: z.literal("set-interval"),
  cn: z.literal("1064"),
  value: z.number().refine((minutes) => MINUTES.includes(minutes), {
    message: `one of ${MINUTES.join(", ")}`,
    params: { code: "out-of-range" },
  }),
  st: St,
});
const InformationIn = z
  .strictObject({
    command: z.literal("information"),
    polId: PolId,
    infoId: InfoId,
    from: InstantIn.optional(),
    to: InstantIn.optional(),
    st: St,
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ["to"],
    message: "`from` and `to` come together",
    params: { code: "required" },
  });

/** What may be asked of a device. Nothing that moves a valve, a range or a password. */
export const DeviceCommandIn = z.discriminatedUnion("command", [
  HistoryIn,
  z.strictObject({ command: z.literal("set-time"), st: St }),
  z.strictObject({ command: z.literal("read-time"), polId: PolId.optional(), st: St }),
  z.discriminatedUnion("cn", [RealtimeIntervalIn, MinuteIntervalIn]),
  z.strictObject({ command: z.literal("read-interval"), cn: z.enum(["1061", "1063"]), st: St }),
  z.strictObject({ command: z.literal("start-realtime"), st: St }),
  z.strictObject({ command: z.literal("stop-realtime"), st: St }),
  z.strictObject({ command: z.literal("start-state"), st: St }),
  z.strictObject({ command: z.literal("stop-state"), st: St }),
  z.strictObject({
    command: z.literal("set-timeout"),
    overTime: z.number().int().min(1).max(99),
    reCount: z.number().int().min(1).max(99),
    st: St,
  }),
  z.strictObject({ command: z.literal("sample"), polId: PolId, st: St }),
  z.strictObject({ command: z.literal("device-id"), polId: PolId, st: St }),
  InformationIn,
]);

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
  result: z.string(),
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
  /** True when it has sent HJ 212 frames, over whichever door; false for one that speaks JSON only, or was never heard. */
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
  decoded: z.unknown(),
});

export type DeviceCommandBody = z.output<typeof DeviceCommandIn>;
export type ExchangeWire = z.output<typeof ExchangeOut>;
export type GapWire = z.output<typeof GapOut>;
export type LineWire = z.output<typeof LineOut>;
export type FrameWire = z.output<typeof FrameOut>;
