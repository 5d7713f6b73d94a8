import { formatIso } from "../core/time.ts";
import { type DecodeOptions, decodeCutFrame, decodeFrame, type Hj212Message } from "./codecs/hj212/decode-frame.ts";
import type { CutFrame, RejectedFrame } from "./codecs/hj212/examine-frame.ts";
import { createFrameCutter, type FrameCutter } from "./codecs/hj212/frame-cutter.ts";
import type { DataPair } from "./codecs/hj212/parse-data-area.ts";
import type { Quirk } from "./codecs/hj212/quirks.ts";
import { isNumberField, parseDecimal } from "./codecs/hj212/read-factors.ts";
import { type Rubbish, rubbishIn } from "./rubbish.ts";
import { readUnproven, type UnprovenFrame } from "./unproven-frame.ts";

/** One line of `outfall decode`: a frame that was understood, or what is wrong with it. */
export type DecodedLine = (MessageLine | FailureLine) & WithRubbish;

interface MessageLine {
  readonly ok: true;
  readonly edition: string;
  readonly st: string;
  readonly cn: string;
  readonly mn: string;
  readonly qn: string;
  readonly flag: Hj212Message["flag"];
  readonly part: Hj212Message["part"] | null;
  readonly quirks: readonly string[];
  readonly data: readonly DataItem[];
  /** DataTime in UTC; `null` when there is none that names a moment. */
  readonly time: string | null;
}

interface DataItem {
  /** `null` for a field that belongs to no factor. */
  readonly factor: string | null;
  readonly field: string;
  /** A measured value is a number when it is one. */
  readonly value: string | number;
  /** The number as the device wrote it, where that shows more than the number does: `42.0`. */
  readonly text?: string;
}

interface FailureLine {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly offset: number };
  /** The printed CRC and the one of the bytes before it, where a CRC is printed. */
  readonly crc?: NonNullable<UnprovenFrame["crc"]>;
  /** What the length field says and how long the segment is, where the two differ. */
  readonly length?: NonNullable<UnprovenFrame["length"]>;
  /** What the frame says if it were believed. Nothing proves it, and it is never stored. */
  readonly unproven?: MessageLine;
}

/** Bytes of a pasted text that belong to no frame. */
interface WithRubbish {
  readonly before?: Rubbish;
  readonly behind?: Rubbish;
}

export interface DecodeLinesOptions extends Pick<DecodeOptions, "crc" | "sm4Key"> {
  /**
   * True for a text that somebody pasted: its line ends are those of the clipboard and are not judged, and what stands outside the frames is named (`before`,
   * `behind`) instead of being passed over.
   */
  readonly isPasted?: boolean;
}

/**
 * Decodes a raw capture (frames in any order, junk between them) or a bare data segment into the lines of `outfall decode`. Offsets count from the first byte.
 * A capture without any frame gives one failure line. New passwords and keys in a data area (1072, 1014) are starred out.
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
}

function* placedLines(bytes: Uint8Array, options: DecodeLinesOptions): Iterable<PlacedLine> {
  const { sm4Key } = options;
  const cutter = createFrameCutter(sm4Key === undefined ? {} : { keyOf: () => sm4Key });
  cutter.push(bytes);
  let count = 0;
  for (let found = nextOf(cutter); found !== undefined; found = nextOf(cutter)) {
    count++;
    yield found.kind === "rejected" ? failureAt(bytes, found, { ...found, options }) : frameLine(bytes, found, options);
  }
  if (count === 0 && cutter.junkBytes() > 0) yield bareLine(bytes, options);
}

/** Every line with what stands before and behind its frame. */
function* pastedLines(bytes: Uint8Array, options: DecodeLinesOptions): Iterable<DecodedLine> {
  let last: PlacedLine | undefined;
  let before: Rubbish | undefined;
  for (const placed of placedLines(bytes, options)) {
    const between = rubbishIn(bytes, last?.to ?? 0, placed.from);
    if (last === undefined) before = between;
    else {
      yield pastedLine(last.line, { ...(before && { before }), ...(between && { behind: between }) });
      before = undefined;
    }
    last = placed;
  }
  if (last === undefined) return;
  const behind = rubbishIn(bytes, last.to, bytes.length);
  yield pastedLine(last.line, { ...(before && { before }), ...(behind && { behind }) });
}

const LINE_END_QUIRK: Quirk = "no-crlf";

function pastedLine(line: DecodedLine, rubbish: WithRubbish): DecodedLine {
  return line.ok ? { ...line, quirks: line.quirks.filter((q) => q !== LINE_END_QUIRK), ...rubbish } : { ...line, ...rubbish };
}

function nextOf(cutter: FrameCutter): CutFrame | RejectedFrame | undefined {
  return cutter.next() ?? cutter.last();
}

function frameLine(bytes: Uint8Array, frame: CutFrame, options: DecodeLinesOptions): PlacedLine {
  const decoded = decodeCutFrame(frame, options);
  const to = frame.offset + frame.bytes.length;
  if (decoded.ok) return { line: messageLine(decoded.value), from: frame.offset, to };
  return { ...failureAt(bytes, decoded.error, { offset: frame.offset, options }), to };
}

function bareLine(bytes: Uint8Array, options: DecodeLinesOptions): PlacedLine {
  const decoded = decodeFrame(bytes, options);
  if (decoded.ok) return { line: messageLine(decoded.value), from: 0, to: bytes.length };
  const { error } = decoded;
  // Only of a CRC that does not fit there is more to say.
  if (error.code === "wrong-crc") return failureAt(bytes, error, { offset: error.offset, options });
  return { line: failureLine(error, error.offset), from: 0, to: bytes.length };
}

function messageLine(message: Hj212Message): MessageLine {
  const { edition, st, cn, mn, qn, flag, part = null, quirks, body } = message;
  const time = body.kind !== "exchange" && body.time.state === "given" ? formatIso(body.time.at) : null;
  return { ok: true, edition, st, cn, mn, qn, flag, part, quirks, data: message.pairs.map(dataOf), time };
}

const SECRET_FIELDS: ReadonlySet<string> = new Set(["PW", "NewPW", "NewSK"]);

function dataOf({ factor, field, value }: DataPair): DataItem {
  if (factor === "" && SECRET_FIELDS.has(field)) return { factor: null, field, value: "*".repeat(value.length) };
  const number = factor !== "" && isNumberField(field) ? parseDecimal(value) : undefined;
  const isAsSent = number === undefined || String(number) === value;
  return { factor: factor === "" ? null : factor, field, value: number ?? value, ...(!isAsSent && { text: value }) };
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

/** A refused frame with what can be seen of it. */
function failureAt(
  bytes: Uint8Array,
  failure: Failure,
  { offset, options }: { readonly offset: number; readonly options: DecodeLinesOptions },
): PlacedLine {
  const { crc, length, message, end } = readUnproven(bytes, offset, options);
  const seen = failure.code === "wrong-header" ? undefined : message;
  const line: DecodedLine = {
    ...failureLine(failure, offset),
    ...(crc && crc.received.toUpperCase().padStart(4, "0") !== crc.computed && { crc }),
    ...(length && { length }),
    ...(seen && { unproven: unprovenLine(seen) }),
  };
  return { line, from: offset, to: end };
}

/** It was read without its frame, which is no deviation of the device's. */
function unprovenLine(message: Hj212Message): MessageLine {
  const line = messageLine(message);
  return { ...line, quirks: line.quirks.filter((q) => q !== "bare-segment") };
}

function failureLine({ code, message }: Failure, offset: number): FailureLine {
  return { ok: false, error: { code, message, offset } };
}
