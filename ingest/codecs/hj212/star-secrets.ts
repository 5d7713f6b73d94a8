import { type CrcVariant, crcInVariant, fitsAlso, formatCrc } from "./crc.ts";
import { looksEncrypted, openSegment, type Sm4KeysOf } from "./encrypted-segment.ts";
import { examineWhole } from "./examine-frame.ts";
import { maskSecrets } from "./mask-secrets.ts";
import type { Quirk } from "./quirks.ts";
import { asciiText } from "./segment-text.ts";
import { SM4_BYTES } from "./sm4.ts";
import { starPlain } from "./star-plain.ts";

/** What is known of the sender, as for decoding. */
export interface StarOptions {
  readonly crc?: CrcVariant | undefined;
  readonly sm4Key?: Uint8Array | undefined;
  /** Another one that it may use already. */
  readonly sm4KeyNew?: Uint8Array | undefined;
}

/** A message without its passwords and keys. */
export interface StarredMessage {
  readonly bytes: Uint8Array;
  /** How the CRC was printed, where the starred bytes do not show it any more. */
  readonly quirks: readonly Quirk[];
}

/** Nearly every message without a secret is passed over by this. */
const ANY = /(?:PW|SK)/i;
/**
 * `PW`, `NewPW`, `OldPW` and the same of `SK` as a whole name, in any capitals, with a value that goes on to what ends
 * one in a segment: `;`, `&&`, CP, or a comma with a name behind it.
 */
const FIELD =
  /(?:(?<![A-Za-z0-9_])|(?<=##\d{1,4}))((?:New|Old)?(?:PW|SK)[^A-Za-z0-9;,=&]*=)((?:(?!&&|CP=)[^;,])*(?:,(?:(?!&&|CP=)[^;,=])*(?=[;,]|&&|CP=|$))*)/gi;
/** The same within a text of JSON. */
const JSON_FIELD = /(?:(?<![A-Za-z0-9_])|(?<=##\d{1,4}))((?:New|Old)?(?:PW|SK)\s*=)((?:(?!&&|CP=)[^;,"\\])*)/gi;
/** Everything but blanks, commas and what encloses a text: those have a meaning beside the value. */
const SHOWN = /\/\/|[^\0-\x20,]/g;
const BEGINS_JSON = /^\s*[[{]/;
const HEAD = /^##(\d{1,4})/;
const CRC_BEHIND = /&&([0-9A-Fa-f]{1,4})(?=\s|##|$)/;
const CRCS_BEHIND = /(?<=&&)[0-9A-Fa-f]{1,4}(?=\s|##|$)/g;
const BARE_CRC = /&&([0-9A-Fa-f]{4})\s*$/;
const CRC_AT = /^[0-9A-Fa-f]{4}/;
const CRC_AT_END = /^[0-9A-Fa-f]{4}(?:[\r\n]|$)/;
const OPENING = "CP=&&";
const CLOSING_BYTES = 2;
const ANY_KEY = new Uint8Array(SM4_BYTES);

/**
 * Stars out every password and key in a message of a device; `undefined` when it has none. The CRC is moved along: it
 * is a hint at what it was made of (of a million passwords of six digits one in 256 fits, over a few frames one alone).
 * It is linear, so that it can be moved by what the stars changed: a right one stays right in its variant, a wrong one
 * stays wrong by the same bits, also where the data area is encrypted and nobody has the key. Everything else stays as
 * it came, and the message reads and is refused as before.
 */
export function starSecrets(raw: Uint8Array, options: StarOptions = {}): StarredMessage | undefined {
  const plain = (options.crc ?? "standard") === "standard" ? starPlain(raw) : undefined;
  if (plain !== undefined) return plain === null ? undefined : { bytes: plain, quirks: [] };
  return searchSecrets(raw, options);
}

/** The same by the whole search, whatever the message is. */
export function searchSecrets(raw: Uint8Array, options: StarOptions = {}): StarredMessage | undefined {
  const text = asciiText(raw, 0, raw.length);
  if (!ANY.test(text)) return undefined;
  if (BEGINS_JSON.test(text)) return changed(text, text.replace(JSON_FIELD, starred), undefined);
  const place = text.startsWith("##") ? placeInFrame(raw, text, options) : placeBehindSegment(raw, text);
  const shown = place?.isEncrypted === true ? starredAround(text, place) : text.replace(FIELD, starred);
  const message = changed(text, shown, place && { ...place, variant: place.fits ?? options.crc ?? "standard", raw });
  if (message === undefined || place?.isRefused !== true) return message;
  return stillRefused(message, place, options);
}

/** A data area without its passwords and keys. */
export function starText(dataArea: string): string {
  return dataArea.replace(FIELD, starred);
}

/** The bytes without their passwords and keys. */
export function withoutSecrets(raw: Uint8Array, options: StarOptions = {}): Uint8Array {
  return starSecrets(raw, options)?.bytes ?? raw;
}

/** Where segment and CRC stand in a message. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly crcEnd: number;
  /** The variant in which the CRC is right, where it is known to be. */
  readonly fits?: CrcVariant;
  readonly isEncrypted?: boolean;
  /** The segment in clear, where somebody has the key and it is as long as what came. */
  readonly clear?: Uint8Array;
  /** It begins as a frame and is none. */
  readonly isRefused?: true;
}

function starred(_: string, name: string, value: string): string {
  return name + value.replace(SHOWN, (found) => (found === "//" ? found : "*"));
}

/**
 * Encrypted bytes may look like anything: starred is what stands before and behind them. Behind the last whole group
 * the end of the data area is in clear: what of a password lies there is told by the area as it was decrypted, without
 * the key by a name that is there, too.
 */
function starredAround(text: string, place: Place): string {
  const { from, to, crcEnd, clear } = place;
  const area = text.indexOf(OPENING);
  const end = to - CLOSING_BYTES;
  const rest = end - ((end - area - OPENING.length) % SM4_BYTES);
  const inClear =
    clear === undefined
      ? maskSecrets(text.slice(rest, end))
      : starText(asciiText(clear, 0, clear.length)).slice(rest - from, end - from);
  return (
    starText(text.slice(0, area)) + text.slice(area, rest) + inClear + text.slice(end, crcEnd) + starText(text.slice(crcEnd))
  );
}

function placeInFrame(raw: Uint8Array, text: string, { crc = "standard", ...keys }: StarOptions): Place | undefined {
  const head = HEAD.exec(text);
  const from = head?.[0].length ?? 2;
  const found = examineWhole(raw, keysIn(keys));
  if (found.kind === "rejected") {
    const place = placeInRefused(text, from, Number(head?.[1] ?? 0));
    return place && { ...place, isRefused: true, isEncrypted: looksEncrypted(raw.subarray(from, place.to)) };
  }
  let crcEnd = found.bytes.length;
  while (raw[crcEnd - 1] === LF || raw[crcEnd - 1] === CR) crcEnd--;
  const to = crcEnd - (/[0-9A-Fa-f]{1,4}$/.exec(text.slice(crcEnd - 4, crcEnd)) as RegExpExecArray)[0].length;
  const place = { from, to, crcEnd };
  const fits = fitsAlso(found.segment, found.crc, crc) ? crc : found.crc;
  if (found.segment.byteOffset !== raw.byteOffset + from) {
    return { ...place, fits, isEncrypted: true, ...(found.segment.length === to - from && { clear: found.segment }) };
  }
  // What looks encrypted and fits as it is does so by chance: a key is missing.
  return looksEncrypted(found.segment) ? { ...place, isEncrypted: true } : { ...place, fits };
}

function keysIn({ sm4Key, sm4KeyNew }: Pick<StarOptions, "sm4Key" | "sm4KeyNew">): Sm4KeysOf {
  const keys = [sm4Key, sm4KeyNew].filter((key) => key !== undefined);
  return () => keys;
}

/** The CRC of an encrypted text stands behind what its length field says. */
function placeInRefused(text: string, from: number, stated: number): Place | undefined {
  const claimed = from + stated;
  const isClosed = text.slice(from, claimed).endsWith("&&");
  const isClaimed = stated > 0 && (isClosed ? CRC_AT : CRC_AT_END).test(text.slice(claimed, claimed + 5));
  const behind = isClosed && isClaimed ? null : CRC_BEHIND.exec(text);
  if (behind === null) return isClaimed ? { from, to: claimed, crcEnd: claimed + 4 } : undefined;
  const to = behind.index + 2;
  return { from, to, crcEnd: to + (behind[1] as string).length };
}

function placeBehindSegment(raw: Uint8Array, text: string): Place | undefined {
  const found = BARE_CRC.exec(text);
  if (found === null) return undefined;
  const to = found.index + 2;
  return { from: 0, to, crcEnd: to + 4, isEncrypted: looksEncrypted(raw.subarray(0, to)) };
}

/** A place with what its CRC was made of. */
interface Checked extends Place {
  readonly raw: Uint8Array;
  readonly variant: CrcVariant;
}

function changed(before: string, shown: string, place: Checked | undefined): StarredMessage | undefined {
  if (before === shown) return undefined;
  const after = Buffer.from(shown, "latin1");
  if (place === undefined) return { bytes: after, quirks: [] };
  const { to, crcEnd } = place;
  const printed = before.slice(to, crcEnd);
  const quirks: Quirk[] = [];
  if (printed.length < 4) quirks.push("crc-unpadded");
  if (before.startsWith("##") && /[a-f]/.test(printed)) quirks.push("crc-lowercase");
  return { bytes: withCrc(shown, place, movedCrc(printed, after, place)), quirks };
}

/** Of what is refused whatever its CRC is, nothing is moved along: digits that fit nothing are a hint, too. */
function movedCrc(printed: string, after: Uint8Array, place: Checked): string {
  if (place.isRefused === true && place.isEncrypted !== true) return "0".repeat(printed.length);
  const { raw, variant } = place;
  const change = crcInVariant(clearSegment(raw, place), variant) ^ crcInVariant(clearSegment(after, place), variant);
  return formatCrc(Number.parseInt(printed, 16) ^ change);
}

/** What stands behind a frame belongs to nothing; its CRCs are hints all the same. */
function withCrc(text: string, { to, crcEnd }: Place, crc: string): Uint8Array {
  const behind = text.slice(crcEnd).replace(CRCS_BEHIND, (digits) => "0".repeat(digits.length));
  return Buffer.from(text.slice(0, to) + crc + behind, "latin1");
}

/**
 * A segment as the CRC sees it: where it is encrypted, its data area in clear. Of whole groups only their length
 * counts, because what does not change adds nothing to the change of a CRC, so any key will do.
 */
function clearSegment(message: Uint8Array, { from, to, isEncrypted }: Place): Uint8Array {
  const segment = message.subarray(from, to);
  const [opened] = isEncrypted === true ? openSegment(segment, () => [ANY_KEY]) : [];
  return opened?.plain ?? segment;
}

/** Of the variants that nobody expects one may fit by chance; then other digits are printed that fit in none. */
function stillRefused(message: StarredMessage, { to, crcEnd, ...place }: Place, keys: StarOptions): StarredMessage {
  const text = asciiText(message.bytes, 0, message.bytes.length);
  const width = text.slice(to).search(/[^0-9A-Fa-f]|$/);
  let { bytes } = message;
  for (let n = 0; examineWhole(bytes, keysIn(keys)).kind === "frame"; n++)
    bytes = withCrc(text, { ...place, to, crcEnd: to + width }, formatCrc(n).slice(-width));
  return { ...message, bytes };
}

const CR = 13;
const LF = 10;
