import type { HeardFrame, PublishedMessage } from "../core/field/frame-observer.ts";
import type { Instant } from "../core/time.ts";
import { type DecodeOptions, decodeFrame } from "../ingest/codecs/hj212/decode-frame.ts";

/**
 * Reads a frame, or a bare data segment, that a device published, as the pipeline does: with the CRC variant and the
 * SM4 key of the device. `undefined` when it cannot be decoded or names another device: the journal has it all the
 * same, and the pipeline rejects it with its reason.
 */
export function readPublishedFrame(
  { mn, payload }: PublishedMessage,
  at: Instant,
  options: DecodeOptions = {},
): HeardFrame | undefined {
  const decoded = decodeFrame(payload, options);
  if (!decoded.ok || decoded.value.mn !== mn) return undefined;
  const { dataArea, quirks } = decoded.value;
  return { mn, at, bytes: payload, header: decoded.value, dataArea, quirks };
}
