import { type CrcVariant, crcInVariant, formatCrc } from "./codecs/hj212/crc.ts";
import { decodeFrame, type Hj212Message } from "./codecs/hj212/decode-frame.ts";
import { looksEncrypted, openSegment } from "./codecs/hj212/encrypted-segment.ts";
import { FRAME_OVERHEAD_BYTES, MAX_SEGMENT_BYTES } from "./codecs/hj212/frame-layout.ts";
import { asciiText } from "./codecs/hj212/segment-text.ts";

/**
 * What stands where a frame was refused, for whoever looks for the mistake. Nothing of it is proven: it must not be
 * stored.
 */
export interface UnprovenFrame {
  /** The CRC as printed and the one of the bytes before it; `undefined` when none is printed. */
  readonly crc: { readonly received: string; readonly computed: string } | undefined;
  /** What the length field says and what is there; `undefined` when they agree or there is no length field. */
  readonly length: { readonly stated: number; readonly actual: number } | undefined;
  /** The segment as it reads; `undefined` when it makes no sense. */
  readonly message: Hj212Message | undefined;
  /** Behind the last byte of it. */
  readonly end: number;
}

/** What is known of the sender. */
interface UnprovenOptions {
  readonly crc?: CrcVariant;
  readonly sm4Key?: Uint8Array;
}

const HEAD = /^##(\d{0,4})/;
const CRC_AT = /^[0-9A-Fa-f]{4}/;
const CRC_BEHIND = /&&([0-9A-Fa-f]{1,4})(?=\s|##|$)/;
const END_OF_LINE = /[\r\n]|##/;

/** Looks at the frame (or the bare segment) that begins at `offset` as if it could be believed. */
export function readUnproven(bytes: Uint8Array, offset: number, options: UnprovenOptions = {}): UnprovenFrame {
  const text = asciiText(bytes, offset, Math.min(bytes.length, offset + MAX_SEGMENT_BYTES + FRAME_OVERHEAD_BYTES));
  const head = HEAD.exec(text);
  const from = head?.[0].length ?? 0;
  const stated = head?.[1] ? Number(head[1]) : undefined;
  const { to, received } = segmentEnd(text, from, stated);
  const segment = bytes.subarray(offset + from, offset + to);
  const clear = clearOf(segment, options);
  const isWrong = stated !== undefined && received !== undefined && stated !== segment.length;
  return {
    crc: clear && received ? { received, computed: formatCrc(crcInVariant(clear, options.crc ?? "standard")) } : undefined,
    length: isWrong ? { stated, actual: segment.length } : undefined,
    message: messageOf(clear),
    end: offset + to + (received?.length ?? 0),
  };
}

/**
 * The length field is believed when `&&` and a CRC stand where it says; else the first thing that looks like a CRC ends
 * the segment, or the line does.
 */
function segmentEnd(
  text: string,
  from: number,
  stated: number | undefined,
): { readonly to: number; readonly received: string | undefined } {
  if (stated !== undefined && text.slice(0, from + stated).endsWith("&&")) {
    const received = CRC_AT.exec(text.slice(from + stated))?.[0];
    if (received !== undefined) return { to: from + stated, received };
  }
  const rest = text.slice(from);
  const line = END_OF_LINE.exec(rest)?.index ?? rest.length;
  const behind = CRC_BEHIND.exec(rest);
  if (behind === null || behind.index > line) return { to: from + line, received: undefined };
  return { to: from + behind.index + 2, received: behind[1] };
}

/**
 * The CRC is over the segment in clear. Encrypted bytes without a key would read as noise: of them nothing can be said.
 */
function clearOf(segment: Uint8Array, { sm4Key }: UnprovenOptions): Uint8Array | undefined {
  if (!looksEncrypted(segment)) return segment;
  return sm4Key && openSegment(segment, () => [sm4Key])[0]?.plain;
}

function messageOf(clear: Uint8Array | undefined): Hj212Message | undefined {
  if (clear === undefined || clear.length === 0) return undefined;
  const decoded = decodeFrame(clear);
  return decoded.ok ? decoded.value : undefined;
}
