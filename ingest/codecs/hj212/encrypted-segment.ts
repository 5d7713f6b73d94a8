import { decryptGroups, encryptGroups, SM4_BYTES } from "./sm4.ts";

/** The SM4 keys that a device may use now, by its MN; none when it does not encrypt. */
export type Sm4KeysOf = (mn: string) => readonly Uint8Array[];

/** A segment whose data area was decrypted. */
export interface OpenedSegment {
  /** Header and data area in clear. Length and CRC of the frame are those of this. */
  readonly plain: Uint8Array;
  /** The encrypted bytes came as hex text. */
  readonly wasText: boolean;
}

const OPENING = Buffer.from("CP=&&");
const AMPERSAND = 38;
/** Longest name of a field that a data area could begin with. */
const NAME_BYTES = 24;
const CLEAR_BEGINNING = /^[ ;,]*[A-Za-z0-9_]+ *[-=]/;

/** Encrypts the data area of a plain segment, between `CP=&&` and the closing `&&`. Its length stays the same. */
export function encryptSegment(plain: Uint8Array, key: Uint8Array): Uint8Array {
  const area = areaOf(plain);
  if (area === undefined) throw new RangeError("only a segment with a closed data area can be encrypted");
  return withArea(plain, area, encryptGroups(plain.subarray(area.from, area.to), key));
}

/**
 * Decrypts a segment's data area with each key of its sender; nothing when it has none of at least one group. Three
 * ways to write it are taken: the bytes themselves (they alone fit the length field), the `{0xE4,0x3E,…}` in which the
 * standard prints its examples, and plain hex. Whether the key was right, the caller learns from the frame's CRC.
 * @see docs/sources.md#hj-212-encryption
 */
export function openSegment(segment: Uint8Array, keysOf: Sm4KeysOf): readonly OpenedSegment[] {
  const area = areaOf(segment);
  if (area === undefined || area.to - area.from < SM4_BYTES) return [];
  const keys = keysOf(mnOf(segment, area));
  if (keys.length === 0) return [];
  const sent = segment.subarray(area.from, area.to);
  const fromText = bytesOfText(Buffer.from(sent).toString("latin1"));
  const wasText = fromText !== undefined;
  return keys.map((key) => ({ plain: withArea(segment, area, decryptGroups(fromText ?? sent, key)), wasText }));
}

/**
 * True when the data area does not begin as one in clear does, with a name. Nothing else tells: no bit of the header
 * says that a data area is encrypted. Of a thousand encrypted ones, two or three look clear by chance.
 */
export function looksEncrypted(segment: Uint8Array): boolean {
  const area = areaOf(segment);
  if (area === undefined || area.to - area.from < SM4_BYTES) return false;
  const beginning = segment.subarray(area.from, Math.min(area.to, area.from + NAME_BYTES));
  return !CLEAR_BEGINNING.test(Buffer.from(beginning).toString("latin1"));
}

/** Bytes of the data area: from (inclusive) and to (exclusive). */
interface Area {
  readonly from: number;
  readonly to: number;
}

/** The first `CP=&&` opens and the segment's last two bytes close: what lies between may hold any byte. */
function areaOf(segment: Uint8Array): Area | undefined {
  const buffer = Buffer.from(segment.buffer, segment.byteOffset, segment.length);
  const opening = buffer.indexOf(OPENING);
  const from = opening + OPENING.length;
  const to = segment.length - 2;
  if (opening < 0 || to < from || segment[to] !== AMPERSAND || segment[to + 1] !== AMPERSAND) return undefined;
  return { from, to };
}

function mnOf(segment: Uint8Array, area: Area): string {
  const header = Buffer.from(segment.subarray(0, area.from)).toString("latin1");
  return /(?:^|;)MN=([^;,]*)/.exec(header)?.[1]?.trim() ?? "";
}

/** The bytes that hex text stands for, with the remainder in clear behind it; `undefined` when it is no such text. */
function bytesOfText(text: string): Uint8Array | undefined {
  const braces = /^\{((?:0x[0-9a-f]{2},?\s*)+)\}/i.exec(text);
  const hex =
    braces === null ? (/^(?:[0-9a-f]{32})+/i.exec(text)?.[0] ?? "") : (braces[1] as string).replaceAll(/0x|[,\s]/gi, "");
  const remainder = text.slice(braces === null ? hex.length : braces[0].length);
  if (hex === "" || remainder.length >= SM4_BYTES) return undefined;
  return Buffer.concat([Buffer.from(hex, "hex"), Buffer.from(remainder, "latin1")]);
}

function withArea(segment: Uint8Array, { from, to }: Area, area: Uint8Array): Uint8Array {
  return Buffer.concat([segment.subarray(0, from), area, segment.subarray(to)]);
}
