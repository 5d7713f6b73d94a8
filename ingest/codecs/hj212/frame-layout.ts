import { areDigits } from "./read-stamp.ts";

/** `##` and the four digits of the length. */
export const FRAME_HEAD_BYTES = 6;
/** The four hex digits of the CRC, CR and LF. */
export const FRAME_TAIL_BYTES = 6;
/** Most bytes that the four digits of the length field can announce. */
export const MAX_SEGMENT_BYTES = 9_999;
/** Longest segment a sender may send in one frame. */
export const SENDER_LIMIT_BYTES = 1_024;
/** Head, length, CRC and tail around a segment. */
export const FRAME_OVERHEAD_BYTES = FRAME_HEAD_BYTES + FRAME_TAIL_BYTES;

const HASH = 35;
const CR = 13;
const LF = 10;

/** The length that `##` and four digits at `at` announce; -1 when something else stands there. */
export function conformingLength(bytes: Uint8Array, at = 0): number {
  if (bytes[at] !== HASH || bytes[at + 1] !== HASH || !areDigits(bytes, at + 2, 4)) return -1;
  const [a, b, c, d] = [bytes[at + 2], bytes[at + 3], bytes[at + 4], bytes[at + 5]] as [number, number, number, number];
  return a * 1_000 + b * 100 + c * 10 + d - 53_328;
}

/** The CRC that is printed at `at` as four upper-case hex digits before CR LF; -1 when something else stands there. */
export function printedCrc(bytes: Uint8Array, at: number): number {
  if (at + FRAME_TAIL_BYTES > bytes.length || bytes[at + 4] !== CR || bytes[at + 5] !== LF) return -1;
  let crc = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = HEX_DIGITS[bytes[i] as number] as number;
    if (digit === NO_DIGIT) return -1;
    crc = crc * 16 + digit;
  }
  return crc;
}

const NO_DIGIT = 255;
const HEX_DIGITS = Uint8Array.from({ length: 256 }, (_, c) => {
  const value = "0123456789ABCDEF".indexOf(String.fromCharCode(c));
  return value < 0 ? NO_DIGIT : value;
});
