import { ok, type Result } from "../../../core/result.ts";
import { crcOf } from "./crc.ts";
import { decodeConforming } from "./decode-conforming.ts";
import { decodeCutTolerantly, decodeTolerantly } from "./decode-tolerant.ts";
import type { CutFrame } from "./examine-frame.ts";
import type { Hj212Failure } from "./failure.ts";
import { conformingLength, FRAME_HEAD_BYTES, FRAME_TAIL_BYTES, printedCrc, SENDER_LIMIT_BYTES } from "./frame-layout.ts";
import type { DecodeOptions, Hj212Message } from "./hj212-message.ts";
import type { Quirk } from "./quirks.ts";

export type { DataTime, DecodeOptions, Hj212Message } from "./hj212-message.ts";

const NO_QUIRKS: readonly Quirk[] = [];

/**
 * Decodes one frame (`##` … CR LF) or a bare data segment. Failures: `not-a-frame` (empty, or bytes behind the frame),
 * `wrong-length`, `wrong-crc`, `wrong-header`. Deviations that are accepted are named in `quirks`. Values are not
 * judged here: a factor keeps what is wrong with it.
 * @see docs/sources.md#hj-212
 */
export function decodeFrame(bytes: Uint8Array, options: DecodeOptions = {}): Result<Hj212Message, Hj212Failure> {
  const conforming = decodeConformingFrame(bytes, options);
  return conforming === undefined ? decodeTolerantly(bytes, options) : ok(conforming);
}

/** A frame whose head, length, CRC and tail are exactly as they should be, and so is its segment. */
function decodeConformingFrame(bytes: Uint8Array, options: DecodeOptions): Hj212Message | undefined {
  const to = bytes.length - FRAME_TAIL_BYTES;
  const length = to - FRAME_HEAD_BYTES;
  if (length > SENDER_LIMIT_BYTES || conformingLength(bytes) !== length || !isStandard(options)) return undefined;
  if (printedCrc(bytes, to) !== crcOf(bytes, FRAME_HEAD_BYTES, to)) return undefined;
  return decodeConforming(bytes, { from: FRAME_HEAD_BYTES, to }, { options, quirks: NO_QUIRKS });
}

/** Decodes a frame that was cut out of a stream; as `decodeFrame`. */
export function decodeCutFrame(frame: Omit<CutFrame, "offset">, options: DecodeOptions = {}): Result<Hj212Message, Hj212Failure> {
  if (frame.crc === "standard" && isStandard(options)) {
    const { segment, quirks } = frame;
    const conforming = decodeConforming(segment, { from: 0, to: segment.length }, { options, quirks });
    if (conforming !== undefined) return ok(conforming);
  }
  return decodeCutTolerantly(frame, options);
}

function isStandard({ crc }: DecodeOptions): boolean {
  return crc === undefined || crc === "standard";
}
