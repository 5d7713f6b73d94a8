import type { Basis } from "../../../core/reading.ts";
import type { Edition } from "../../../core/registry.ts";
import { err, ok, type Result } from "../../../core/result.ts";
import { type Instant, parseBeijingStamp } from "../../../core/time.ts";
import type { CrcVariant } from "./crc.ts";
import { type CutFrame, examineFrame } from "./examine-frame.ts";
import { failure, type Hj212Failure } from "./failure.ts";
import { type DataPair, parseDataArea } from "./parse-data-area.ts";
import { type Hj212Header, parseSegment } from "./parse-segment.ts";
import { noteQuirk, type Quirk } from "./quirks.ts";
import { type FactorData, readFactors } from "./read-factors.ts";
import { segmentText } from "./segment-text.ts";

/** A data packet's statistics period or realtime, by command; `exchange` is every other command: its content stands in `pairs`. */
export type Hj212Body =
  | { readonly kind: Basis; readonly time: DataTime; readonly factors: readonly FactorData[] }
  | { readonly kind: "exchange" };

/** DataTime: the moment (realtime) or the label of the period, before any device option is applied. */
export type DataTime =
  | { readonly state: "given"; readonly at: Instant }
  | { readonly state: "missing" }
  | { readonly state: "impossible"; readonly text: string };

/** A decoded HJ 212 message. */
export interface Hj212Message extends Hj212Header {
  readonly edition: Edition;
  /** All pairs of the data area in their order, as sent. */
  readonly pairs: readonly DataPair[];
  readonly body: Hj212Body;
  /** Accepted deviations, each once. */
  readonly quirks: readonly Quirk[];
}

/** What is known of the device before its bytes are read. */
export interface DecodeOptions {
  /** The edition the device is registered with; wins over the Flag bits, which do not prove 2025. */
  readonly edition?: Edition;
  /** The CRC variant the device is registered with; `standard` when left out. Other variants are refused. */
  readonly crc?: CrcVariant;
}

/**
 * Decodes one frame (`##` … CR LF) or a bare data segment. Failures: `not-a-frame` (empty, or bytes behind the frame), `wrong-length`, `wrong-crc`,
 * `wrong-header`. Deviations that are accepted are named in `quirks`. Values are not judged here: a factor keeps what is wrong with it.
 * @see docs/sources.md#hj-212
 */
export function decodeFrame(bytes: Uint8Array, options: DecodeOptions = {}): Result<Hj212Message, Hj212Failure> {
  if (bytes[0] !== 35) return decodeBare(bytes, options);
  const found = examineFrame({ bytes, start: 0, end: bytes.length, isLast: true, search: { searched: 0, failed: false } });
  if (typeof found === "string") throw new Error("a last look never waits");
  if (found.kind === "rejected") return err(failure(found.code, found.message));
  if (!isBlankFrom(bytes, found.bytes.length))
    return err(failure("not-a-frame", "something stands behind the frame", found.bytes.length));
  return decodeCutFrame(found, options);
}

/** Decodes a frame that was cut out of a stream; as `decodeFrame`. */
export function decodeCutFrame(frame: Omit<CutFrame, "offset">, options: DecodeOptions = {}): Result<Hj212Message, Hj212Failure> {
  const quirks: Quirk[] = frame.quirks.slice();
  const expected = options.crc ?? "standard";
  if (frame.crc !== expected) return err(failure("wrong-crc", `the CRC is not the ${expected} one; as "${frame.crc}" it fits`));
  if (expected !== "standard") noteQuirk(quirks, "crc-variant");
  return decodeText(segmentText(frame.segment, quirks), options, quirks);
}

function decodeBare(bytes: Uint8Array, options: DecodeOptions): Result<Hj212Message, Hj212Failure> {
  const quirks: Quirk[] = ["bare-segment"];
  const text = segmentText(bytes, quirks).trim();
  return text.includes("CP=")
    ? decodeText(text, options, quirks)
    : err(failure("not-a-frame", "neither ## nor a data segment with CP="));
}

function decodeText(text: string, options: DecodeOptions, quirks: Quirk[]): Result<Hj212Message, Hj212Failure> {
  const segment = parseSegment(text, quirks);
  if (!segment.ok) return segment;
  const { header, dataArea } = segment.value;
  const pairs = parseDataArea(dataArea, quirks);
  // Written out: spreading the header into the message would cost as much as parsing it.
  return ok({
    qn: header.qn === "" ? qnInCp(pairs, quirks) : header.qn,
    st: header.st,
    cn: header.cn,
    pw: header.pw,
    mn: header.mn,
    flag: header.flag,
    part: header.part,
    isBackfill: header.isBackfill,
    edition: options.edition ?? editionOf(header),
    pairs,
    body: bodyOf(header.cn, pairs, quirks),
    quirks,
  });
}

/** 2005 answers carry the QN in the data area. */
function qnInCp(pairs: readonly DataPair[], quirks: Quirk[]): string {
  const pair = pairs.find((p) => p.factor === "" && p.field === "QN");
  if (pair !== undefined) noteQuirk(quirks, "qn-in-cp");
  return pair?.value ?? "";
}

function editionOf(header: Hj212Header): Edition {
  if (header.flag.version === 0) return "2005";
  return header.flag.version === 1 ? "2017" : "2025";
}

const BASIS_BY_CN: ReadonlyMap<string, Basis> = new Map([
  ["2011", "realtime"],
  ["2051", "minute"],
  ["2111", "minute"],
  ["2061", "hour"],
  ["2031", "day"],
]);

function bodyOf(cn: string, pairs: readonly DataPair[], quirks: Quirk[]): Hj212Body {
  const kind = BASIS_BY_CN.get(cn);
  if (kind === undefined) return { kind: "exchange" };
  return { kind, time: dataTimeOf(pairs, quirks), factors: readFactors(pairs, quirks) };
}

function dataTimeOf(pairs: readonly DataPair[], quirks: Quirk[]): DataTime {
  const pair = pairs.find((p) => p.factor === "" && (p.field === "DataTime" || p.field.toLowerCase() === "datatime"));
  if (pair === undefined || pair.value === "") return { state: "missing" };
  if (pair.field !== "DataTime") noteQuirk(quirks, "field-case");
  const isLong = pair.value.length === 17;
  if (isLong) noteQuirk(quirks, "time-with-milliseconds");
  const at = parseBeijingStamp(isLong ? pair.value.slice(0, 14) : pair.value);
  return at === undefined ? { state: "impossible", text: pair.value.slice(0, 40) } : { state: "given", at };
}

function isBlankFrom(bytes: Uint8Array, from: number): boolean {
  for (let i = from; i < bytes.length; i++) {
    const c = bytes[i] as number;
    if (c !== 32 && c !== 0 && c !== 13 && c !== 10) return false;
  }
  return true;
}
