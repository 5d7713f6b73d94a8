import type { FrameFault } from "../../../core/readings/reject-codes.ts";
import { type CrcVariant, crcVariantOf } from "./crc.ts";
import { looksEncrypted, openSegment, type Sm4KeysOf } from "./encrypted-segment.ts";
import { FRAME_OVERHEAD_BYTES, MAX_SEGMENT_BYTES, SENDER_LIMIT_BYTES } from "./frame-layout.ts";
import { noteQuirk, type Quirk } from "./quirks.ts";

const MAX_FRAME_BYTES = MAX_SEGMENT_BYTES + FRAME_OVERHEAD_BYTES;
const SAMPLE_BYTES = 256;

const CR = 13;
const LF = 10;
const HASH = 35;
const AMPERSAND = 38;

/** A frame whose CRC fits in some variant. Whether the device may use that variant is for the caller to say. */
export interface CutFrame {
  readonly kind: "frame";
  /** Position of `##` in the stream. */
  readonly offset: number;
  /** The whole frame as it came, `##` to CR LF. */
  readonly bytes: Uint8Array;
  /** The data segment; in clear when its data area came encrypted. */
  readonly segment: Uint8Array;
  readonly crc: CrcVariant;
  readonly quirks: readonly Quirk[];
}

/** Something that began with `##` and is no frame. `sample` is a copy of its first bytes (at most 256). */
export interface RejectedFrame {
  readonly kind: "rejected";
  readonly offset: number;
  readonly code: "wrong-length" | "wrong-crc";
  readonly detail: FrameFault;
  readonly sample: Uint8Array;
}

/**
 * How far the search for the frame's real end has come, so that no byte is looked at twice while the rest of a frame
 * trickles in.
 */
export interface EndSearch {
  /** Bytes behind `start` that were searched. */
  searched: number;
  /** An end by structure was found and its CRC did not fit. */
  failed: boolean;
}

/** Where to look: the frame begins at `start`, and bytes are there up to `end`. */
export interface FrameView {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** No more bytes will come: decide with what is there. */
  readonly isLast: boolean;
  readonly search: EndSearch;
  /** Keys of the devices that encrypt (2025). Without it, an encrypted frame has a wrong CRC. */
  readonly keysOf?: Sm4KeysOf | undefined;
}

/** What can be said of the bytes now; `rest` and `tail` say what is still missing. */
export type Examined = Omit<CutFrame, "offset"> | Omit<RejectedFrame, "offset"> | "rest" | "tail";

/**
 * Examines the frame that begins with `##` at `view.start`. The length field is believed first, because a segment may
 * hold `##`, `&&` and CR LF as text; when the CRC does not fit there, the first CRC-like digits before a CR, LF or `##`
 * are tried, and accepted when CRC and header fit.
 */
export function examineFrame(view: FrameView): Examined {
  const { bytes, start, end } = view;
  if (end - start < 6) return view.isLast ? rejected(view, "wrong-length", { code: "length-cut-off", facts: {} }) : "rest";
  const digits = leadingDigits(bytes, start + 2);
  const from = start + 2 + digits;
  if (digits === 0 || (digits < 4 && !isLetter(bytes[from])))
    return rejected(view, "wrong-length", { code: "length-not-four-digits", facts: {} });
  const claimed = from + numberAt(bytes, start + 2, digits);
  const isClaimThere = claimed + 4 <= end || view.isLast;
  if (isClaimThere) {
    const crcEnd = claimed + hexDigitsAt(bytes, claimed, end);
    const extent = { from, to: claimed, crcEnd };
    const fit = fittingCrc(view, extent);
    if (fit !== undefined) return completed(view, { extent, fit }, digits < 4 ? ["length-unpadded"] : []);
  }
  return examineByStructure(view, { from, claimed, isClaimThere });
}

/** As `examineFrame`, for bytes that hold the whole frame: nothing is still missing then. */
export function examineWhole(bytes: Uint8Array, keysOf: Sm4KeysOf | undefined): Exclude<Examined, "rest" | "tail"> {
  const search = { searched: 0, failed: false };
  const found = examineFrame({ bytes, start: 0, end: bytes.length, isLast: true, search, keysOf });
  // With `isLast` a frame is decided as it stands.
  return found as Exclude<Examined, "rest" | "tail">;
}

interface Claim {
  readonly from: number;
  readonly claimed: number;
  readonly isClaimThere: boolean;
}

function examineByStructure(view: FrameView, { from, claimed, isClaimThere }: Claim): Examined {
  const found = view.search.failed ? undefined : findEnd(view, from);
  if (found !== undefined) {
    const fit = fittingCrc(view, found);
    if (fit !== undefined && looksLikeHeader(view.bytes, from, found.to))
      // The length is that of the segment in clear: encrypted bytes that come as text are more than it says.
      return completed(view, { extent: found, fit }, fit.segment.length === claimed - from ? [] : ["length-mismatch"]);
    view.search.failed = true;
  }
  if (!isClaimThere) return "rest";
  const mayStillEnd = !view.search.failed && !view.isLast && view.end - view.start < MAX_FRAME_BYTES;
  if (mayStillEnd) return "rest";
  return isCrcPlace(view, claimed)
    ? rejected(view, "wrong-crc", { code: "crc-fits-nowhere", facts: {} })
    : rejected(view, "wrong-length", { code: "no-crc-there", facts: { stated: claimed - from } });
}

interface Extent {
  /** Segment from (inclusive) and to (exclusive). */
  readonly from: number;
  readonly to: number;
  readonly crcEnd: number;
}

/** The first 4 hex digits (1-3 after `&&`) before a CR, LF, `##` or the last byte. */
function findEnd(view: FrameView, from: number): Extent | undefined {
  const { bytes, start, end, search } = view;
  const limit = Math.min(end, start + MAX_FRAME_BYTES);
  for (let i = Math.max(from, start + search.searched); i < limit; i++) {
    const c = bytes[i];
    if (c !== CR && c !== LF && c !== HASH) continue;
    if (c === HASH && i + 1 === end && !view.isLast) break;
    const extent = c !== HASH || bytes[i + 1] === HASH ? extentBefore(bytes, from, i) : undefined;
    if (extent !== undefined) return extent;
    search.searched = i + 1 - start;
  }
  const isHashLast = bytes[limit - 1] === HASH;
  search.searched = Math.max(search.searched, limit - start - (isHashLast ? 1 : 0));
  return view.isLast ? extentBefore(bytes, from, end) : undefined;
}

function extentBefore(bytes: Uint8Array, from: number, delimiter: number): Extent | undefined {
  let crcEnd = delimiter;
  while (crcEnd > from && isBlank(bytes[crcEnd - 1])) crcEnd--;
  let to = crcEnd;
  while (to > from && crcEnd - to < 4 && isHex(bytes[to - 1])) to--;
  const length = crcEnd - to;
  return length === 4 || (length > 0 && isAfterClosing(bytes, to)) ? { from, to, crcEnd } : undefined;
}

/** A CRC that fits, and the segment in clear for which it does. */
interface Fit {
  readonly crc: CrcVariant;
  readonly segment: Uint8Array;
  readonly wasText: boolean;
}

function fittingCrc(view: FrameView, { from, to, crcEnd }: Extent): Fit | undefined {
  const length = crcEnd - to;
  if (length === 0 || crcEnd > view.end) return undefined;
  const isDelimited = crcEnd === view.end ? view.isLast : view.bytes[crcEnd] === CR || view.bytes[crcEnd] === LF;
  // So few digits fit by chance too easily: they must stand exactly where a CRC does.
  if (length < 4 && !(isDelimited && isAfterClosing(view.bytes, to))) return undefined;
  const printed = hexAt(view.bytes, to, crcEnd);
  const segment = view.bytes.subarray(from, to);
  return anyFit(view.keysOf, segment, printed);
}

/**
 * By chance, one of 128 encrypted frames has a CRC that fits its encrypted bytes in some variant: what does not look
 * clear is decrypted first.
 */
function anyFit(keysOf: Sm4KeysOf | undefined, segment: Uint8Array, printed: number): Fit | undefined {
  if (keysOf === undefined) return clearFit(segment, printed);
  if (looksEncrypted(segment)) return decryptedFit(keysOf, segment, printed) ?? clearFit(segment, printed);
  return clearFit(segment, printed) ?? decryptedFit(keysOf, segment, printed);
}

function clearFit(segment: Uint8Array, printed: number): Fit | undefined {
  const crc = crcVariantOf(printed, segment, { start: 0, end: segment.length });
  return crc === undefined ? undefined : { crc, segment, wasText: false };
}

function decryptedFit(keysOf: Sm4KeysOf, segment: Uint8Array, printed: number): Fit | undefined {
  for (const { plain, wasText } of openSegment(segment, keysOf)) {
    const fit = clearFit(plain, printed);
    if (fit !== undefined) return { ...fit, wasText };
  }
  return undefined;
}

function completed(view: FrameView, found: { readonly extent: Extent; readonly fit: Fit }, quirks: Quirk[]): Examined {
  const { bytes, start, end } = view;
  const { to, crcEnd } = found.extent;
  const { crc, segment, wasText } = found.fit;
  let frameEnd = crcEnd;
  if (bytes[frameEnd] === CR && frameEnd < end) frameEnd++;
  if (frameEnd === end && !view.isLast) return "tail";
  if (bytes[frameEnd] === LF && frameEnd < end) frameEnd++;
  if (frameEnd - crcEnd < 2) noteQuirk(quirks, "no-crlf");
  if (crcEnd - to < 4) noteQuirk(quirks, "crc-unpadded");
  if (hasLowerCase(bytes, to, crcEnd)) noteQuirk(quirks, "crc-lowercase");
  if (segment.length > SENDER_LIMIT_BYTES) noteQuirk(quirks, "over-1024");
  if (wasText) noteQuirk(quirks, "cipher-as-text");
  return { kind: "frame", bytes: bytes.subarray(start, frameEnd), segment, crc, quirks };
}

function rejected(view: FrameView, code: RejectedFrame["code"], detail: FrameFault): Examined {
  return { kind: "rejected", code, detail, sample: view.bytes.slice(view.start, Math.min(view.end, view.start + SAMPLE_BYTES)) };
}

/** True when four hex digits stand where a CRC would: behind `&&`, or before CR, LF or the end. */
function isCrcPlace({ bytes, end }: FrameView, at: number): boolean {
  if (hexDigitsAt(bytes, at, end) < 4) return false;
  const next = bytes[at + 4];
  return bytes[at - 1] === AMPERSAND || at + 4 === end || next === CR || next === LF;
}

/** The CRC alone lets too many wrong guesses of the end through: the segment must look like one, too. */
function looksLikeHeader(bytes: Uint8Array, from: number, to: number): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
  return text.includes("ST=") && text.includes("CN=") && text.includes("MN=");
}

function isAfterClosing(bytes: Uint8Array, at: number): boolean {
  return bytes[at - 1] === AMPERSAND && bytes[at - 2] === AMPERSAND;
}

function leadingDigits(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < 4 && isDigit(bytes[at + count])) count++;
  return count;
}

function numberAt(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i++) value = value * 10 + (bytes[i] as number) - 48;
  return value;
}

function hexDigitsAt(bytes: Uint8Array, at: number, end: number): number {
  let count = 0;
  while (count < 4 && at + count < end && isHex(bytes[at + count])) count++;
  return count;
}

function hexAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    value = value * 16 + (c <= 57 ? c - 48 : (c | 32) - 87);
  }
  return value;
}

function hasLowerCase(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((bytes[i] as number) >= 97) return true;
  return false;
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 48 && c <= 57;
}

function isLetter(c: number | undefined): boolean {
  return c !== undefined && (c | 32) >= 97 && (c | 32) <= 122;
}

function isHex(c: number | undefined): boolean {
  return c !== undefined && (isDigit(c) || ((c | 32) >= 97 && (c | 32) <= 102));
}

function isBlank(c: number | undefined): boolean {
  return c === 32 || c === 0;
}
