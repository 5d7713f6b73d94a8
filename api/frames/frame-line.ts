import { z } from "zod";
import { InstantOut } from "../../cases/shared/wire-forms.ts";

const FlagOut = z.object({
  /** As sent; left out when the header has none (2005 style). */
  value: z.number().optional(),
  version: z.number(),
  split: z.boolean(),
  answer: z.boolean(),
});
const PartOut = z.object({ number: z.number(), total: z.number() });
/** Bytes of a pasted text that belong to no frame. */
const NoiseOut = z.object({ offset: z.number(), bytes: z.number(), text: z.string() });
const Around = { before: NoiseOut.optional(), behind: NoiseOut.optional() };

export const FrameItemOut = z.object({
  /** `null` for a field that belongs to no factor. */
  factor: z.string().nullable(),
  field: z.string(),
  value: z.union([z.string(), z.number()]),
  /** The number as the device wrote it, where that shows more than the number does: `42.0`. */
  text: z.string().optional(),
});

/** A frame that was understood. */
export const DecodedFrameOut = z.object({
  ok: z.literal(true),
  edition: z.string(),
  st: z.string(),
  cn: z.string(),
  mn: z.string(),
  qn: z.string(),
  flag: FlagOut,
  part: PartOut.nullable(),
  quirks: z.array(z.string()).readonly(),
  data: z.array(FrameItemOut).readonly(),
  time: InstantOut.nullable(),
  error: z.null(),
  backfill: z.boolean(),
  crc: z.string().nullable(),
  ...Around,
});

/** What is wrong with a frame, and what can be seen of it. */
export const UndecodedFrameOut = z.object({
  ok: z.literal(false),
  edition: z.string().nullable(),
  st: z.string().nullable(),
  cn: z.string().nullable(),
  mn: z.string().nullable(),
  qn: z.string().nullable(),
  flag: FlagOut.nullable(),
  part: PartOut.nullable(),
  quirks: z.array(z.string()).readonly(),
  data: z.array(FrameItemOut).readonly(),
  time: z.null(),
  error: z.object({
    code: z.string(),
    message: z.string(),
    offset: z.number(),
    detailCode: z.string(),
    facts: z.record(z.string(), z.unknown()),
  }),
  backfill: z.boolean().nullable(),
  crc: z.object({ received: z.string(), computed: z.string() }).optional(),
  length: z.object({ stated: z.number(), actual: z.number() }).optional(),
  /** What it says if it were believed; nothing proves it. */
  unproven: DecodedFrameOut.optional(),
  ...Around,
});

/** One line of `outfall decode`. */
export const FrameLineOut = z.discriminatedUnion("ok", [DecodedFrameOut, UndecodedFrameOut]);

export type FrameItemWire = z.output<typeof FrameItemOut>;
export type DecodedFrameWire = z.output<typeof DecodedFrameOut>;
export type UndecodedFrameWire = z.output<typeof UndecodedFrameOut>;
export type FrameLineWire = z.output<typeof FrameLineOut>;
export type NoiseWire = z.output<typeof NoiseOut>;
