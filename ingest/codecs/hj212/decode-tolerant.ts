import { err, ok, type Result } from "../../../core/result.ts";
import { parseBeijingStamp } from "../../../core/time.ts";
import { basisOf } from "./command-basis.ts";
import { type CrcVariant, crcInVariant, fitsAlso } from "./crc.ts";
import { looksEncrypted, openSegment } from "./encrypted-segment.ts";
import { type CutFrame, examineWhole } from "./examine-frame.ts";
import { failure, type Hj212Failure } from "./failure.ts";
import type { DataTime, DecodeOptions, Hj212Body, Hj212Message } from "./hj212-message.ts";
import { type DataPair, parseDataArea } from "./parse-data-area.ts";
import { editionOf, MAX_ECHOED, parseSegment } from "./parse-segment.ts";
import { noteQuirk, type Quirk } from "./quirks.ts";
import { readFactors, strayPieces } from "./read-factors.ts";
import { asciiText, segmentText } from "./segment-text.ts";

const HASH = 35;

/** Decodes a frame or a bare segment that may deviate from the standard; see `decodeFrame`. */
export function decodeTolerantly(bytes: Uint8Array, options: DecodeOptions): Result<Hj212Message, Hj212Failure> {
  if (bytes[0] !== HASH) return decodeBare(bytes, options);
  if (bytes[1] !== HASH) return err(failure("not-a-frame", { code: "single-hash", facts: {} }));
  const { sm4Key } = options;
  const found = examineWhole(bytes, sm4Key && (() => [sm4Key]));
  if (found.kind === "rejected") return err(failure(found.code, found.detail));
  if (!isBlankFrom(bytes, found.bytes.length))
    return err(failure("not-a-frame", { code: "bytes-behind-frame", facts: {} }, found.bytes.length));
  return decodeCutTolerantly(found, options);
}

/** As `decodeTolerantly`, for a frame that was cut out of a stream. */
export function decodeCutTolerantly(frame: Omit<CutFrame, "offset">, options: DecodeOptions): Result<Hj212Message, Hj212Failure> {
  const quirks: Quirk[] = frame.quirks.slice();
  const expected = options.crc ?? "standard";
  if (!fitsAlso(frame.segment, frame.crc, expected))
    return err(failure("wrong-crc", { code: "crc-other-variant", facts: { expected, fits: frame.crc } }));
  if (expected !== "standard") noteQuirk(quirks, "crc-variant");
  return decodeText(segmentText(frame.segment, quirks), options, quirks);
}

function decodeBare(bytes: Uint8Array, options: DecodeOptions): Result<Hj212Message, Hj212Failure> {
  const quirks: Quirk[] = ["bare-segment"];
  if (isDigit(bytes[0])) return err(failure("not-a-frame", { code: "digits-before-frame", facts: {} }));
  const bare = withoutCrc(bytes, options.crc ?? "standard");
  if (bare === undefined) return err(failure("wrong-crc", { code: "bare-crc", facts: {} }));
  const text = segmentText(clearSegment(bare, options, quirks), quirks).trim();
  if (!text.includes("CP=")) return err(failure("not-a-frame", { code: "no-frame", facts: {} }));
  if (SECOND_SEGMENT.test(text)) return err(failure("wrong-header", { code: "second-segment", facts: {} }));
  return decodeText(text, options, quirks);
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 48 && c <= 57;
}

/**
 * Nothing tells where a bare segment ends but its `&&`: one on the next line is a second one, also where a text that is
 * not closed seems to go on.
 */
const SECOND_SEGMENT = /&&[ \t]*[\r\n]\s*(?:QN|ST|CN|PW|MN|Flag) *=/i;
const CRC_BEHIND = /&&([0-9A-Fa-f]{4})\s*$/;

/** A frame may have lost its head and length and kept its CRC: then that must fit. `undefined` when it does not. */
function withoutCrc(bytes: Uint8Array, variant: CrcVariant): Uint8Array | undefined {
  const found = CRC_BEHIND.exec(asciiText(bytes, 0, bytes.length));
  if (found === null) return bytes;
  const segment = bytes.subarray(0, found.index + 2);
  return crcInVariant(segment, variant) === Number.parseInt(found[1] as string, 16) ? segment : undefined;
}

/** A bare segment has no CRC that could tell a wrong key: what comes out must then be read, or refused, as it is. */
function clearSegment(bytes: Uint8Array, { sm4Key }: DecodeOptions, quirks: Quirk[]): Uint8Array {
  const [opened] = sm4Key !== undefined && looksEncrypted(bytes) ? openSegment(bytes, () => [sm4Key]) : [];
  if (opened === undefined) return bytes;
  if (opened.wasText) noteQuirk(quirks, "cipher-as-text");
  return opened.plain;
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
    edition: options.edition ?? editionOf(header.flag),
    dataArea,
    pairs,
    body: bodyOf(header.cn, pairs, quirks),
    quirks,
  });
}

/** 2005 answers carry the QN in the data area. */
function qnInCp(pairs: readonly DataPair[], quirks: Quirk[]): string {
  const pair = pairs.find((p) => p.factor === "" && p.field === "QN");
  if (pair === undefined || pair.value.length > MAX_ECHOED) return "";
  noteQuirk(quirks, "qn-in-cp");
  return pair.value;
}

function bodyOf(cn: string, pairs: readonly DataPair[], quirks: Quirk[]): Hj212Body {
  const kind = basisOf(cn);
  if (kind === undefined) return { kind: "exchange" };
  const body = { kind, time: dataTimeOf(pairs, quirks), factors: readFactors(pairs, quirks) };
  const stray = strayPieces(pairs);
  return stray.length === 0 ? body : { ...body, stray };
}

/** DataTime of a data area, with the quirks of how it is written. */
export function dataTimeOf(pairs: readonly DataPair[], quirks: Quirk[]): DataTime {
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
