import { asciiText } from "./codecs/hj212/segment-text.ts";

/**
 * A piece of a capture outside its frames: a data segment without head and CRC, or bytes that are nothing. Without the
 * blanks round it.
 */
export interface BarePiece {
  readonly kind: "segment" | "junk";
  readonly from: number;
  /** Behind its last byte. */
  readonly to: number;
}

export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

const BEGINS_SEGMENT = /^[\s\0]*(?:QN|ST|CN|PW|MN|Flag|PNUM|PNO|RF|CP) *=/i;
/** The closing `&&`, perhaps with a CRC behind it. */
const IS_CLOSED = /&&[0-9a-f]{0,4}[ \t\0]*$/i;

interface Draft {
  readonly from: number;
  readonly to: number;
  readonly beginsSegment: boolean;
  readonly hasCp: boolean;
  readonly isTextOpen: boolean;
}

/**
 * Tells the bare segments of a capture apart, and from what is no segment, line by line. A segment goes on behind a
 * line end only within a log text or an encrypted data area, which may hold one, and where a header is broken; it is
 * over where a line ends with `&&`, and where the next begins as a header does.
 */
export function* bareLinesIn(bytes: Uint8Array, range: ByteRange): Iterable<BarePiece> {
  let draft: Draft | undefined;
  for (const line of linesIn(bytes, range)) {
    const text = asciiText(bytes, line.from, line.to);
    const beginsSegment = BEGINS_SEGMENT.test(text);
    if (draft !== undefined && beginsSegment && (draft.hasCp || !draft.beginsSegment)) {
      yield pieceOf(draft);
      draft = undefined;
    }
    draft = {
      from: draft?.from ?? line.from,
      to: line.to,
      beginsSegment: draft?.beginsSegment ?? beginsSegment,
      hasCp: draft?.hasCp === true || text.includes("CP="),
      isTextOpen: isTextOpenBehind(text, draft?.isTextOpen === true),
    };
    if (draft.isTextOpen || !IS_CLOSED.test(text)) continue;
    yield pieceOf(draft);
    draft = undefined;
  }
  if (draft !== undefined) yield pieceOf(draft);
}

/** A segment has at most 1024 bytes; looking no farther back keeps a capture full of `##` from taking for ever. */
const SEGMENT_BYTES = 1_024;
const HEAD = /^##\d{1,4}[A-Za-z]/;

/**
 * True when `##` at `to` stands in a log text of a bare segment. On a line of its own and with a length behind it, it
 * is a frame's, whatever stands before.
 */
export function isInLogText(bytes: Uint8Array, { from, to }: ByteRange): boolean {
  const before = asciiText(bytes, Math.max(from, to - SEGMENT_BYTES), to);
  if (/[\r\n]$/.test(before) && HEAD.test(asciiText(bytes, to, Math.min(bytes.length, to + 7)))) return false;
  const lines = before.split(/[\r\n]/);
  const segment = lines.findLastIndex((line) => BEGINS_SEGMENT.test(line));
  return segment >= 0 && isTextOpenBehind(lines.slice(segment).join("\n"));
}

/** True when a text that begins with `=//` is still open at the end of `text`. */
function isTextOpenBehind(text: string, isOpenBefore = false): boolean {
  let isOpen = isOpenBefore;
  for (let at = 0; ; isOpen = !isOpen) {
    const found = text.indexOf(isOpen ? "//" : "=//", at);
    if (found < 0) return isOpen;
    at = found + (isOpen ? 2 : 3);
  }
}

/** Lines that are not blank, without their line ends. */
function* linesIn(bytes: Uint8Array, range: ByteRange): Iterable<ByteRange> {
  for (let from = range.from; from < range.to; ) {
    const to = endOfLine(bytes, { from, to: range.to });
    const line = trimmed(bytes, { from, to });
    if (line.to > line.from) yield line;
    from = to + 1;
  }
}

/** Position of the first CR or LF in the range, else its end. */
function endOfLine(bytes: Uint8Array, { from, to }: ByteRange): number {
  let end = from;
  while (end < to && bytes[end] !== 10 && bytes[end] !== 13) end++;
  return end;
}

function trimmed(bytes: Uint8Array, range: ByteRange): ByteRange {
  let { from, to } = range;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  return { from, to };
}

function isBlank(c: number | undefined): boolean {
  return c === 32 || c === 9 || c === 0;
}

function pieceOf({ from, to, hasCp }: Draft): BarePiece {
  return { kind: hasCp ? "segment" : "junk", from, to };
}
