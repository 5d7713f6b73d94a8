import { z } from "zod";
import { TurnOut } from "../../../cases/shared/turn-wire.ts";
import { InstantOut } from "../../../cases/shared/wire-forms.ts";
import { FrameLineOut } from "../../frames/frame-line.ts";
import { BeijingDateIn, Cursor, Limit, pageOf } from "../../http/primitives.ts";
import { OpenOut } from "../commands/schema.ts";

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
  "not-encrypted",
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

const MessageId = z.number().int().min(1).max(999_999_999_999_999);
const RowFilter = { mn: Mn.optional(), reason: ReasonName.optional() };

/** Which rows are meant: those that meet everything that is named, all of them when nothing is. */
export const QuarantineFilterIn = z.strictObject({ ...RowFilter, messageId: MessageId.optional() });

export const QuarantineCountQuery = z.strictObject({
  ...RowFilter,
  /** The rows of one message: what is left of it after a retry. */
  messageId: z.coerce.number().pipe(MessageId).optional(),
});

export const QuarantineQuery = QuarantineCountQuery.extend({
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
  /** What exactly was wrong: in words, and as a code with facts. */
  detail: z.string(),
  detailCode: z.string(),
  facts: z.record(z.string(), z.unknown()),
  /** The message as it came: text, or base64 when it is no UTF-8. */
  raw: z.string(),
  rawEncoding: z.enum(["utf8", "base64"]),
  retriedAt: InstantOut.nullable(),
});
/** `turn` says who may offer these messages again. */
export const QuarantinePage = pageOf(QuarantineOut).extend({ turn: TurnOut });
/** One row, with its frame as `outfall decode` reads it; `null` when the message is no HJ 212. */
export const QuarantineDetailOut = QuarantineOut.extend({ decoded: FrameLineOut.nullable() });
/** How much a filter finds: rows, and the messages that they belong to. */
export const QuarantineCountOut = z.object({ rows: z.number(), messages: z.number() });
/** How much was found when it was asked; the rows follow in the order of the journal. */
export const QuarantineOrderOut = z.union([QuarantineCountOut, OpenOut]);
export const RetriedOut = z.object({ id: z.string(), messageId: z.number() });

export type AccountWire = z.output<typeof AccountOut>;
export type QuarantineCountWire = z.output<typeof QuarantineCountOut>;
export type QuarantineWire = z.output<typeof QuarantineOut>;
export type QuarantinePageWire = z.output<typeof QuarantinePage>;
export type QuarantineDetailWire = z.output<typeof QuarantineDetailOut>;
