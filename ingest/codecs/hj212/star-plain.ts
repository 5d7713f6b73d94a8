import { crcOf, formatCrc } from "./crc.ts";
import { looksEncrypted } from "./encrypted-segment.ts";

const HEAD_BYTES = 6;
const CRC_BYTES = 4;
const STAR = 0x2a;
const HASH = 0x23;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const SPACE = 0x20;
const TILDE = 0x7e;
const [CR, LF] = [13, 10];
const [P, W] = [0x50, 0x57];
const SMALL = 0x20;
const [SMALL_P, SMALL_W, SMALL_S, SMALL_K] = [0x70, 0x77, 0x73, 0x6b];

/**
 * The way of nearly every frame that stars out its password: one frame in clear ASCII as the standard prints it, with a
 * right CRC of the standard and one `PW` of letters and digits. `null` where a frame has no password at all;
 * `undefined` where it is any other message, which the whole search looks at. Says the same as that does.
 */
export function starPlain(raw: Uint8Array): Uint8Array | null | undefined {
  const to = endOfSegment(raw);
  if (to === undefined) return undefined;
  const at = onlyPassword(raw, to);
  if (at === undefined || at === null) return at;
  const end = endOfValue(raw, at + 3, to);
  const segment = raw.subarray(HEAD_BYTES, to);
  if (end === undefined || !isPrinted(raw, to, formatCrc(crcOf(segment))) || looksEncrypted(segment)) return undefined;
  const starred = Uint8Array.from(raw);
  starred.fill(STAR, at + 3, end);
  const crc = formatCrc(crcOf(starred, HEAD_BYTES, to));
  for (let i = 0; i < CRC_BYTES; i++) starred[to + i] = crc.charCodeAt(i);
  return starred;
}

/** The end of the segment of a message that is one whole frame. */
function endOfSegment(raw: Uint8Array): number | undefined {
  if (raw[0] !== HASH || raw[1] !== HASH) return undefined;
  let length = 0;
  for (let i = 2; i < HEAD_BYTES; i++) {
    const digit = (raw[i] as number) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    length = length * 10 + digit;
  }
  const to = HEAD_BYTES + length;
  const rest = raw.length - to - CRC_BYTES;
  const isEnded = rest === 0 || (rest === 2 && raw[to + CRC_BYTES] === CR && raw[to + CRC_BYTES + 1] === LF);
  return isEnded && raw[to - 1] === AMPERSAND && raw[to - 2] === AMPERSAND ? to : undefined;
}

/** Where the only `PW` stands; `null` where neither `PW` nor `SK` is there in any capitals. */
function onlyPassword(raw: Uint8Array, to: number): number | null | undefined {
  let at = -1;
  let before = 0;
  for (let i = HEAD_BYTES; i < to; i++) {
    const byte = raw[i] as number;
    if (byte < SPACE || byte > TILDE) return undefined;
    const small = byte | SMALL;
    const isName = before === SMALL_P ? small === SMALL_W : before === SMALL_S && small === SMALL_K;
    if (isName && at >= 0) return undefined;
    if (isName) at = i - 1;
    before = small;
  }
  if (at < 0) return null;
  return isNamed(raw, at) ? at : undefined;
}

/** True where `PW=` stands as a whole name. */
function isNamed(raw: Uint8Array, at: number): boolean {
  const isWhole = at === HEAD_BYTES || raw[at - 1] === SEMICOLON;
  return isWhole && raw[at] === P && raw[at + 1] === W && raw[at + 2] === EQUALS;
}

/** The end of a value of letters and digits that a semicolon ends. */
function endOfValue(raw: Uint8Array, from: number, to: number): number | undefined {
  let i = from;
  while (i < to && isLetterOrDigit(raw[i] as number)) i++;
  return i > from && raw[i] === SEMICOLON ? i : undefined;
}

function isLetterOrDigit(byte: number): boolean {
  const small = byte | SMALL;
  return (byte >= 0x30 && byte <= 0x39) || (small >= 0x61 && small <= 0x7a);
}

function isPrinted(raw: Uint8Array, at: number, crc: string): boolean {
  for (let i = 0; i < CRC_BYTES; i++) if (raw[at + i] !== crc.charCodeAt(i)) return false;
  return true;
}
