import { formatIso } from "../core/time.ts";
import { type DecodeOptions, decodeCutFrame, decodeFrame, type Hj212Message } from "./codecs/hj212/decode-frame.ts";
import type { CutFrame, RejectedFrame } from "./codecs/hj212/examine-frame.ts";
import { createFrameCutter, type FrameCutter } from "./codecs/hj212/frame-cutter.ts";
import type { DataPair } from "./codecs/hj212/parse-data-area.ts";
import { isNumberField, parseDecimal } from "./codecs/hj212/read-factors.ts";

/** One line of `outfall decode`: a frame that was understood, or what is wrong with it. */
export type DecodedLine = MessageLine | FailureLine;

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
  /** `factor` is `null` for a field that belongs to no factor; a measured value is a number when it is one. */
  readonly data: readonly { readonly factor: string | null; readonly field: string; readonly value: string | number }[];
  /** DataTime in UTC; `null` when there is none that names a moment. */
  readonly time: string | null;
}

interface FailureLine {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly offset: number };
}

/** What is known of the sender. */
export type DecodeLinesOptions = Pick<DecodeOptions, "crc" | "sm4Key">;

/**
 * Decodes a raw capture (frames in any order, junk between them) or a bare data segment into the lines of `outfall decode`. Offsets count from the first byte.
 * A capture without any frame gives one failure line. New passwords and keys in a data area (1072, 1014) are starred out.
 */
export function* decodeLines(bytes: Uint8Array, options: DecodeLinesOptions = {}): Iterable<DecodedLine> {
  const { sm4Key } = options;
  const cutter = createFrameCutter(sm4Key === undefined ? {} : { keyOf: () => sm4Key });
  cutter.push(bytes);
  let count = 0;
  for (let found = nextOf(cutter); found !== undefined; found = nextOf(cutter)) {
    count++;
    yield found.kind === "rejected" ? failureLine(found, found.offset) : frameLine(found, options);
  }
  if (count === 0 && cutter.junkBytes() > 0) yield bareLine(bytes, options);
}

function nextOf(cutter: FrameCutter): CutFrame | RejectedFrame | undefined {
  return cutter.next() ?? cutter.last();
}

function frameLine(frame: CutFrame, options: DecodeOptions): DecodedLine {
  const decoded = decodeCutFrame(frame, options);
  return decoded.ok ? messageLine(decoded.value) : failureLine(decoded.error, frame.offset);
}

function bareLine(bytes: Uint8Array, options: DecodeOptions): DecodedLine {
  const decoded = decodeFrame(bytes, options);
  return decoded.ok ? messageLine(decoded.value) : failureLine(decoded.error, decoded.error.offset);
}

function messageLine(message: Hj212Message): MessageLine {
  const { edition, st, cn, mn, qn, flag, part = null, quirks, body } = message;
  const time = body.kind !== "exchange" && body.time.state === "given" ? formatIso(body.time.at) : null;
  return { ok: true, edition, st, cn, mn, qn, flag, part, quirks, data: message.pairs.map(dataOf), time };
}

const SECRET_FIELDS: ReadonlySet<string> = new Set(["PW", "NewPW", "NewSK"]);

function dataOf({ factor, field, value }: DataPair): MessageLine["data"][number] {
  if (factor === "" && SECRET_FIELDS.has(field)) return { factor: null, field, value: "*".repeat(value.length) };
  const number = factor !== "" && isNumberField(field) ? parseDecimal(value) : undefined;
  return { factor: factor === "" ? null : factor, field, value: number ?? value };
}

function failureLine({ code, message }: { readonly code: string; readonly message: string }, offset: number): FailureLine {
  return { ok: false, error: { code, message, offset } };
}
