import { noteQuirk, type Quirk } from "./quirks.ts";

const GB18030 = new TextDecoder("gb18030");

/**
 * The text of a segment: UTF-8, or GB 18030 when it is not valid UTF-8 (some loggers write their log texts so).
 * Everything but log texts is ASCII, which both read alike. CRC and length are over the bytes, so this comes after
 * them.
 */
export function segmentText(bytes: Uint8Array, quirks: Quirk[]): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  if (!text.includes("\uFFFD")) return text;
  noteQuirk(quirks, "text-gbk");
  return GB18030.decode(bytes);
}

/**
 * The text of `bytes[from, to)` when they are known (or about to be found) to be ASCII: one character for each byte.
 */
export function asciiText(bytes: Uint8Array, from: number, to: number): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString("latin1", from, to);
}
