import { type ByteRange, bareLinesIn, isInLogText } from "./bare-lines.ts";
import { type DecodeOptions, decodeCutFrame, decodeFrame, type Hj212Message } from "./codecs/hj212/decode-frame.ts";
import type { CutFrame, RejectedFrame } from "./codecs/hj212/examine-frame.ts";
import { createFrameCutter, type FrameCutter } from "./codecs/hj212/frame-cutter.ts";
import type { Quirk } from "./codecs/hj212/quirks.ts";
import { readableHeader } from "./codecs/hj212/readable-header.ts";
import {
  type DecodedLine,
  type Failure,
  type FailureLine,
  failureLine,
  type MessageLine,
  messageLine,
  type WithNoise,
} from "./decoded-line.ts";
import { type FrameNoise, noiseIn } from "./frame-noise.ts";
import { readUnproven, type UnprovenFrame } from "./unproven-frame.ts";

export type { DecodedLine } from "./decoded-line.ts";

export interface DecodeLinesOptions extends Pick<DecodeOptions, "crc" | "sm4Key"> {
  /**
   * True for a text that somebody pasted: its line ends are those of the clipboard and are not judged, and what stands
   * outside the frames is named beside them (`before`, `behind`) instead of by lines of its own, unless there is
   * nothing else.
   */
  readonly isPasted?: boolean;
}

/**
 * Decodes a raw capture (frames in any order, junk between them, also bare data segments, a line each) into the lines
 * of `outfall decode`. Offsets count from the first byte. Bytes that belong to nothing are a line `not-a-frame` that
 * says how many they are; blanks and line ends are not told. Passwords and keys are starred out wherever they stand.
 */
export function* decodeLines(bytes: Uint8Array, options: DecodeLinesOptions = {}): Iterable<DecodedLine> {
  if (options.isPasted === true) yield* pastedLines(bytes, options);
  else for (const { line } of placedLines(bytes, options)) yield line;
}

/** A line with the bytes that it is about. */
interface PlacedLine {
  readonly line: DecodedLine;
  readonly from: number;
  readonly to: number;
  /** The bytes are no frame and no segment, not even a bad one. */
  readonly isJunk: boolean;
}

function* placedLines(bytes: Uint8Array, options: DecodeLinesOptions): Iterable<PlacedLine> {
  const { sm4Key } = options;
  const cutter = createFrameCutter(sm4Key === undefined ? {} : { keysOf: () => [sm4Key] });
  cutter.push(bytes);
  /** All bytes before it have their line. */
  let told = 0;
  for (let found = nextOf(cutter); found !== undefined; found = nextOf(cutter)) {
    const { offset } = found;
    if (found.kind === "rejected" && (offset < told || isInLogText(bytes, { from: told, to: offset }))) continue;
    if (offset > told) yield* bareLines(bytes, { from: told, to: offset }, options);
    const placed = found.kind === "rejected" ? failureAt(bytes, found, { offset, options }) : frameLine(bytes, found, options);
    yield placed;
    told = placed.to;
  }
  yield* bareLines(bytes, { from: told, to: bytes.length }, options);
}

function nextOf(cutter: FrameCutter): CutFrame | RejectedFrame | undefined {
  return cutter.next() ?? cutter.last();
}

/** Every line with what stands before and behind its frame. */
function* pastedLines(bytes: Uint8Array, options: DecodeLinesOptions): Iterable<DecodedLine> {
  let last: PlacedLine | undefined;
  let before: FrameNoise | undefined;
  for (const placed of withoutJunk(placedLines(bytes, options))) {
    const between = noiseIn(bytes, last?.to ?? 0, placed.from);
    if (last === undefined) before = between;
    else {
      yield pastedLine(last.line, { ...(before && { before }), ...(between && { behind: between }) });
      before = undefined;
    }
    last = placed;
  }
  if (last === undefined) return;
  const behind = noiseIn(bytes, last.to, bytes.length);
  yield pastedLine(last.line, { ...(before && { before }), ...(behind && { behind }) });
}

/** The lines that are about a frame or a segment; of a text that has none, the first one. */
function* withoutJunk(lines: Iterable<PlacedLine>): Iterable<PlacedLine> {
  let junk: PlacedLine | undefined;
  let isAll = true;
  for (const placed of lines) {
    if (placed.isJunk) junk ??= placed;
    else {
      isAll = false;
      yield placed;
    }
  }
  if (isAll && junk !== undefined) yield junk;
}

const LINE_END_QUIRK: Quirk = "no-crlf";

function pastedLine(line: DecodedLine, noise: WithNoise): DecodedLine {
  return line.ok ? { ...line, quirks: line.quirks.filter((q) => q !== LINE_END_QUIRK), ...noise } : { ...line, ...noise };
}

function frameLine(bytes: Uint8Array, frame: CutFrame, options: DecodeLinesOptions): PlacedLine {
  const { offset: from, segment, quirks } = frame;
  const decoded = decodeCutFrame(frame, options);
  const to = from + frame.bytes.length;
  if (decoded.ok) return { line: messageLine(decoded.value, frame.crc), from, to, isJunk: false };
  return { ...failureAt(bytes, decoded.error, { offset: from, options, segment, quirks }), to };
}

function* bareLines(bytes: Uint8Array, range: ByteRange, options: DecodeLinesOptions): Iterable<PlacedLine> {
  for (const { kind, from, to } of bareLinesIn(bytes, range)) {
    const piece = bytes.subarray(from, to);
    const isJunk = kind === "junk";
    const line = isJunk ? failureLine(noise(piece), from) : segmentLine(piece, from, options);
    yield { line, from, to, isJunk };
  }
}

function segmentLine(segment: Uint8Array, offset: number, options: DecodeLinesOptions): DecodedLine {
  const decoded = decodeFrame(segment, options);
  if (decoded.ok) return messageLine(decoded.value, null);
  const { code, detail } = decoded.error;
  const header = readableHeader(segment);
  if (code === "not-a-frame") return failureLine(noise(segment), offset, { header });
  // Only of a CRC that does not fit there is more to say.
  const seen = code === "wrong-crc" ? seenOf(readUnproven(segment, 0, options)) : {};
  return { ...failureLine({ code, detail }, offset, { header }), ...seen };
}

function noise({ length }: Uint8Array): Failure {
  return { code: "not-a-frame", detail: { code: "noise", facts: { bytes: length } } };
}

interface FailedAt {
  readonly offset: number;
  readonly options: DecodeLinesOptions;
  /** Of a frame whose CRC fits in some variant: its segment in clear, and its quirks. */
  readonly segment?: Uint8Array;
  readonly quirks?: readonly string[];
}

/** A refused frame with what can be seen of it. */
function failureAt(bytes: Uint8Array, failure: Failure, { offset, options, segment, quirks = [] }: FailedAt): PlacedLine {
  const unproven = readUnproven(bytes, offset, options);
  const { unproven: message, ...seen } = seenOf(unproven);
  const isShown = failure.code !== "wrong-header" && message !== undefined;
  const header = readableHeader(segment ?? bytes.subarray(offset));
  const line = { ...failureLine(failure, offset, { header, quirks }), ...seen, ...(isShown && { unproven: message }) };
  return { line, from: offset, to: unproven.end, isJunk: false };
}

function seenOf({ crc, length, message }: UnprovenFrame): Pick<FailureLine, "crc" | "length" | "unproven"> {
  return {
    ...(crc && crc.received.toUpperCase().padStart(4, "0") !== crc.computed && { crc }),
    ...(length && { length }),
    ...(message && { unproven: unprovenLine(message) }),
  };
}

/** It was read without its frame, which is no deviation of the device's. */
function unprovenLine(message: Hj212Message): MessageLine {
  const line = messageLine(message, null);
  return { ...line, quirks: line.quirks.filter((q) => q !== "bare-segment") };
}
