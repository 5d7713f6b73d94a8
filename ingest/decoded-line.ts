import type { FrameFault } from "../core/readings/reject-codes.ts";
import { formatIso } from "../core/time.ts";
import type { Hj212Message } from "./codecs/hj212/decode-frame.ts";
import { dataTimeOf } from "./codecs/hj212/decode-tolerant.ts";
import { isSecretField, maskSecrets } from "./codecs/hj212/mask-secrets.ts";
import type { DataPair } from "./codecs/hj212/parse-data-area.ts";
import { editionOf } from "./codecs/hj212/parse-segment.ts";
import { isNumberField, parseDecimal } from "./codecs/hj212/read-factors.ts";
import type { ReadableHeader } from "./codecs/hj212/readable-header.ts";
import type { FrameNoise } from "./frame-noise.ts";
import type { UnprovenFrame } from "./unproven-frame.ts";

/**
 * One line of `outfall decode`: a frame that was understood, or what is wrong with it. Every line has all keys of the
 * contract, whatever is known.
 */
export type DecodedLine = (MessageLine | FailureLine) & WithNoise;

export interface MessageLine {
  readonly ok: true;
  readonly edition: string;
  readonly st: string;
  readonly cn: string;
  readonly mn: string;
  readonly qn: string;
  readonly flag: Hj212Message["flag"];
  readonly part: NonNullable<Hj212Message["part"]> | null;
  readonly quirks: readonly string[];
  readonly data: readonly DataItem[];
  /** DataTime in UTC; `null` when there is none that names a moment. */
  readonly time: string | null;
  readonly error: null;
  /** `RF=1`: the device sends this later than it should have. */
  readonly backfill: boolean;
  /** The variant in which the CRC fits; `null` for what came without a frame. */
  readonly crc: string | null;
}

export interface DataItem {
  /** `null` for a field that belongs to no factor. */
  readonly factor: string | null;
  readonly field: string;
  /** A measured value is a number when it is one. */
  readonly value: string | number;
  /** The number as the device wrote it, where that shows more than the number does: `42.0`. */
  readonly text?: string;
}

/** The header is there as far as it can be read, else `null`: it helps to find the sender, and proves nothing. */
export interface FailureLine {
  readonly ok: false;
  readonly edition: string | null;
  readonly st: string | null;
  readonly cn: string | null;
  readonly mn: string | null;
  readonly qn: string | null;
  readonly flag: Hj212Message["flag"] | null;
  readonly part: NonNullable<Hj212Message["part"]> | null;
  readonly quirks: readonly string[];
  readonly data: readonly DataItem[];
  readonly time: null;
  readonly error: { readonly code: string; readonly detail: FrameFault; readonly offset: number };
  readonly backfill: boolean | null;
  /** The printed CRC and the one of the bytes before it, where a CRC is printed. */
  readonly crc?: NonNullable<UnprovenFrame["crc"]>;
  /** What the length field says and how long the segment is, where the two differ. */
  readonly length?: NonNullable<UnprovenFrame["length"]>;
  /** What the frame says if it were believed. Nothing proves it, and it is never stored. */
  readonly unproven?: MessageLine;
}

/** Bytes of a pasted text that belong to no frame. */
export interface WithNoise {
  readonly before?: FrameNoise;
  readonly behind?: FrameNoise;
}

/** The line of a message. Passwords and keys are starred out wherever they stand. */
export function messageLine(message: Hj212Message, crc: string | null): MessageLine {
  const { edition, st, cn, mn, flag, part = null, quirks, body, isBackfill: backfill } = message;
  const qn = maskSecrets(message.qn);
  const said = body.kind === "exchange" ? dataTimeOf(message.pairs, []) : body.time;
  const time = said.state === "given" ? formatIso(said.at) : null;
  const data = message.pairs.map(dataOf);
  return { ok: true, edition, st, cn, mn, qn, flag, part, quirks, data, time, error: null, backfill, crc };
}

function dataOf({ factor, field, value }: DataPair): DataItem {
  const name = { factor: factor === "" ? null : factor, field };
  if (isSecretField(field)) return { ...name, value: "*".repeat(value.length) };
  const number = factor !== "" && isNumberField(field) ? parseDecimal(value) : undefined;
  if (number === undefined) return { ...name, value: maskSecrets(value) };
  return { ...name, value: number, ...(String(number) !== value && { text: value }) };
}

export interface Failure {
  readonly code: string;
  readonly detail: FrameFault;
}

/** What is known of bytes that are refused. */
export interface Known {
  readonly header?: ReadableHeader;
  readonly quirks?: readonly string[];
}

export function failureLine({ code, detail }: Failure, offset: number, { header = {}, quirks = [] }: Known = {}): FailureLine {
  const { st = null, cn = null, mn = null, qn = null, flag = null, part = null, isBackfill: backfill = null } = header;
  const edition = flag === null ? null : editionOf(flag);
  const error = { code, detail, offset };
  return { ok: false, edition, st, cn, mn, qn, flag, part, quirks, data: [], time: null, error, backfill };
}
