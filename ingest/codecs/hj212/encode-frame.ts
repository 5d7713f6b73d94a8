import { type CrcVariant, crcInVariant, formatCrc } from "./crc.ts";
import { encryptSegment } from "./encrypted-segment.ts";
import { SENDER_LIMIT_BYTES } from "./frame-layout.ts";

/** The items of a frame to send. Left-out items are left out of the header. */
export interface FrameItems {
  readonly qn?: string;
  readonly st: string;
  readonly cn: string;
  readonly pw?: string;
  readonly mn?: string;
  readonly flag?: number;
  readonly pnum?: number;
  readonly pno?: number;
  /** 2025: marks a backfilled upload. */
  readonly rf?: true;
  /** The data area, between the `&&`. */
  readonly cp: string;
}

/** How to send it. */
export interface EncodeOptions {
  /**
   * The receiver's SM4 key of 16 bytes: the data area is encrypted, as bytes (2025). Length and CRC stay those of the
   * frame in clear.
   */
  readonly sm4Key?: Uint8Array;
  /** The variant by which the receiver checks a CRC; the standard's when left out. */
  readonly crc?: CrcVariant;
}

/**
 * Encodes a frame strictly as the standard prints it: items in its order, length and CRC over bytes, CR LF. Only the
 * CRC may be another one, for a device that knows no other.
 * @throws RangeError when the segment is longer than the 1024 bytes a sender may use: split it before.
 * @see docs/sources.md#hj-212-frame
 */
export function encodeFrame(items: FrameItems, options: EncodeOptions = {}): Uint8Array {
  return frameSegment(segmentOf(items), options);
}

/** Puts head, length, CRC and tail round a segment. */
export function frameSegment(segment: string, { sm4Key, crc = "standard" }: EncodeOptions = {}): Uint8Array {
  const bytes = Buffer.from(segment, "utf8");
  if (bytes.length > SENDER_LIMIT_BYTES) throw new RangeError(`a data segment of ${bytes.length} bytes must be split`);
  const head = `##${String(bytes.length).padStart(4, "0")}`;
  const tail = `${formatCrc(crcInVariant(bytes, crc))}\r\n`;
  if (sm4Key === undefined) return new TextEncoder().encode(head + segment + tail);
  return Uint8Array.from(Buffer.concat([Buffer.from(head), encryptSegment(bytes, sm4Key), Buffer.from(tail)]));
}

function segmentOf(items: FrameItems): string {
  const { qn, st, cn, pw, mn, flag, pnum, pno, rf, cp } = items;
  let text = qn === undefined ? "" : `QN=${qn};`;
  text += `ST=${st};CN=${cn};`;
  if (pw !== undefined) text += `PW=${pw};`;
  if (mn !== undefined) text += `MN=${mn};`;
  if (flag !== undefined) text += `Flag=${flag};`;
  if (pnum !== undefined) text += `PNUM=${pnum};`;
  if (pno !== undefined) text += `PNO=${pno};`;
  if (rf === true) text += "RF=1;";
  return `${text}CP=&&${cp}&&`;
}
