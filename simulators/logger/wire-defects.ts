import { crcInVariant, crcOf, formatCrc } from "../../ingest/codecs/hj212/crc.ts";

/** Deviations from HJ 212 that a logger may have. */
export const WIRE_DEFECTS = [
  "length-unpadded",
  "length-wrong",
  "length-gross",
  "length-in-characters",
  "over-1024",
  "crc-lowercase",
  "crc-modbus",
  "crc-swapped",
  "crc-wrong",
  "no-crlf",
  "junk-before",
  "one-hash",
  "cp-not-closed",
  "dangling-separator",
  "no-qn-no-flag",
  "empty-qn",
  "qn-epoch",
  "qn-14-digits",
  "st-of-another-medium",
  "header-reordered",
  "split-bit-alone",
  "time-17-digits",
  "no-data-time",
  "factor-misspelt",
  "bare-flag",
  "no-flag",
  "factor-split",
  "private-factor",
  "gbk-text",
  "wrong-password",
] as const;

export type WireDefect = (typeof WIRE_DEFECTS)[number];

/** A frame that is about to be sent, in the parts that a defect may change. */
interface Draft {
  /** What stands before the frame on the line. */
  readonly before: string;
  readonly head: string;
  readonly segment: string;
  readonly encoding: BufferEncoding;
  readonly length: (segment: Uint8Array, text: string) => string;
  readonly crc: (segment: Uint8Array) => string;
  readonly tail: string;
}

/** How a frame goes out in the end. */
export interface DefectiveFrame {
  readonly bytes: Uint8Array;
  /** The QN that an answer to it would carry; `null` when the protocol has no answer to such a frame. */
  readonly qn: string | null;
}

/** HJ 212-2017 needs 6 bytes before the segment: `##` and its length; 6 after it: CRC and CR LF. */
const FRAME_BYTES = 6;

/** A conforming frame with the given deviations, applied one after the other. */
export function withDefects(frame: Uint8Array, defects: readonly WireDefect[]): DefectiveFrame {
  const conforming: Draft = {
    before: "",
    head: "##",
    segment: Buffer.from(frame.subarray(FRAME_BYTES, frame.length - FRAME_BYTES)).toString("utf8"),
    encoding: "utf8",
    length: (segment) => String(segment.length).padStart(4, "0"),
    crc: (segment) => formatCrc(crcOf(segment)),
    tail: "\r\n",
  };
  let draft = conforming;
  for (const defect of defects) draft = { ...draft, ...DEFECTS[defect](draft) };
  const segment = Buffer.from(draft.segment, draft.encoding);
  const start = Buffer.from(`${draft.before}${draft.head}${draft.length(segment, draft.segment)}`, "latin1");
  const bytes = Uint8Array.from(Buffer.concat([start, segment, Buffer.from(`${draft.crc(segment)}${draft.tail}`, "latin1")]));
  return { bytes, qn: /(?:^|;)QN=([^;]*);/.exec(draft.segment)?.[1] ?? null };
}

const inSegment =
  (pattern: RegExp, replacement: string) =>
  ({ segment }: Draft): Partial<Draft> => ({ segment: segment.replace(pattern, replacement) });

/** `演示` in GBK, byte for byte. */
const GBK_TEXT = "\xd1\xdd\xca\xbe";

/** What real devices get wrong, by the name that a scenario gives it. */
const DEFECTS: Readonly<Record<WireDefect, (draft: Draft) => Partial<Draft>>> = {
  "length-unpadded": () => ({ length: (segment) => String(segment.length) }),
  "length-wrong": () => ({ length: (segment) => String(segment.length + 3).padStart(4, "0") }),
  "length-gross": () => ({ length: () => "0171" }),
  "length-in-characters": ({ segment }) => ({
    segment: segment.replace(/&&$/, ";Memo=//演示//&&"),
    length: (_, text) => String(text.length).padStart(4, "0"),
  }),
  "over-1024": ({ segment }) => ({
    segment: segment.replace(/&&$/, `;Reserve=${"0".repeat(Math.max(1, 1_100 - segment.length))}&&`),
  }),
  "crc-lowercase": ({ crc }) => ({ crc: (segment) => crc(segment).toLowerCase() }),
  "crc-modbus": () => ({ crc: (segment) => formatCrc(crcInVariant(segment, "modbus")) }),
  "crc-swapped": () => ({ crc: (segment) => formatCrc(crcInVariant(segment, "swapped")) }),
  "crc-wrong": () => ({ crc: (segment) => formatCrc(crcOf(segment) ^ 0x0101) }),
  "no-crlf": () => ({ tail: "" }),
  "junk-before": () => ({ before: "009D000000060103000000024582\r\n" }),
  "one-hash": () => ({ head: "#" }),
  "cp-not-closed": inSegment(/&&$/, ""),
  "dangling-separator": inSegment(/&&$/, ";&&"),
  "no-qn-no-flag": ({ segment }) => ({ segment: segment.replace(/^QN=[^;]*;/, "").replace(/;Flag=\d+(?=;(?:PNUM|CP))/, "") }),
  "empty-qn": inSegment(/^QN=[^;]*;/, "QN=;"),
  "qn-epoch": inSegment(/^QN=\d(\d{13})\d*;/, "QN=$1;"),
  "qn-14-digits": inSegment(/^QN=(\d{14})\d*;/, "QN=$1;"),
  "st-of-another-medium": inSegment(/;ST=\d+;/, ";ST=21;"),
  "header-reordered": inSegment(/^(QN=[^;]*);(ST=[^;]*);(CN=[^;]*);(PW=[^;]*);(MN=[^;]*);/, "$2;$3;$1;$4;,$5;"),
  "split-bit-alone": ({ segment }) => ({
    segment: segment.replace(/;Flag=(\d+);/, (_, flag: string) => `;Flag=${Number(flag) | 2};`),
  }),
  "time-17-digits": inSegment(/DataTime=(\d{14})/, "DataTime=$1000"),
  "no-data-time": inSegment(/DataTime=\d+;/, ""),
  "factor-misspelt": inSegment(/-Avg=/, "-vg="),
  "bare-flag": ({ segment }) => ({ segment: segment.replaceAll(/,\w+-Flag=/g, ";Flag=") }),
  "no-flag": ({ segment }) => ({ segment: segment.replaceAll(/,\w+-Flag=\w+/g, "") }),
  "factor-split": inSegment(/,(\w+-Max=)/, ";$1"),
  "private-factor": inSegment(/&&$/, ";LAMPBLACK-Avg=1.2,LAMPBLACK-Flag=N;FANSTATUS=1&&"),
  "gbk-text": ({ segment }) => ({ segment: segment.replace(/&&$/, `;Memo=//${GBK_TEXT}//&&`), encoding: "latin1" }),
  "wrong-password": inSegment(/;PW=[^;]*;/, ";PW=000000;"),
};
