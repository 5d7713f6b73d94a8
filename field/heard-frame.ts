import type { Instant } from "../core/time.ts";
import { type DecodeOptions, decodeFrame } from "../ingest/codecs/hj212/decode-frame.ts";
import type { Hj212Header } from "../ingest/codecs/hj212/parse-segment.ts";

/** A frame of HJ 212, as the desk hears it. */
export interface HeardMessage {
  readonly mn: string;
  readonly at: Instant;
  /** The whole frame. */
  readonly bytes: Uint8Array;
  /** With the QN of the data area when the header has none (2005). */
  readonly header: Hj212Header;
  readonly dataArea: string;
  readonly quirks: readonly string[];
}

/** What a device published on one of its topics. */
export interface HeardOverMqtt {
  readonly mn: string;
  readonly kind: "hj212" | "readings" | "down";
  readonly payload: Uint8Array;
  readonly address: string;
}

/**
 * Reads a frame, or a bare data segment, that a device published, as the pipeline does: with the CRC variant and the SM4 key of the device. `undefined` when it
 * cannot be decoded, or is one of another device: the journal has it all the same, and the pipeline puts it aside with its reason.
 */
export function readMqttFrame(
  { mn, payload }: HeardOverMqtt,
  at: Instant,
  options: DecodeOptions = {},
): HeardMessage | undefined {
  const decoded = decodeFrame(payload, options);
  if (!decoded.ok || decoded.value.mn !== mn) return undefined;
  const { dataArea, quirks } = decoded.value;
  return { mn, at, bytes: payload, header: decoded.value, dataArea, quirks };
}
