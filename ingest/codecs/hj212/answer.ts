import type { Hj212Header } from "../../../core/field/hj212-header.ts";
import { type EncodeOptions, encodeFrame } from "./encode-frame.ts";
import { MAX_ECHOED } from "./parse-segment.ts";

/** What an answer needs to know of the message it answers. */
export type Answerable = Pick<Hj212Header, "qn" | "cn" | "pw" | "mn" | "flag" | "part">;

/**
 * The data answer (9014) to an upload, in the dialect of its Flag: 2017 and 2025 repeat the QN in the header with Flag
 * 4 or 8; 2005 has QN, CN and part in the data area and neither PW nor MN. One answer for each part; its CRC is in the
 * variant by which the device checks.
 * @see docs/sources.md#hj-212-answers
 */
export function answer9014(message: Answerable, options: EncodeOptions = {}): Uint8Array {
  if (message.flag.version > 0) return modernAnswer("9014", message, options);
  const cp = [...qnPair(message), `CN=${message.cn}`];
  if (message.part !== undefined) cp.push(`PNO=${message.part.number}`, `PNUM=${message.part.total}`);
  return encodeFrame({ st: "91", cn: "9014", cp: cp.join(";") }, options);
}

/**
 * The answer to a notification (9013): time request 1013, alarm event 2072, heartbeat 9015 and the like. In the dialect
 * of its Flag, as `answer9014`.
 */
export function answer9013(message: Answerable, options: EncodeOptions = {}): Uint8Array {
  if (message.flag.version > 0) return modernAnswer("9013", message, options);
  return encodeFrame({ st: "91", cn: "9013", pw: message.pw, mn: message.mn, cp: qnPair(message).join(";") }, options);
}

function modernAnswer(cn: "9013" | "9014", { qn, pw, mn, flag }: Answerable, options: EncodeOptions): Uint8Array {
  return encodeFrame({ qn, st: "91", cn, pw, mn, flag: flag.version * 4, cp: "" }, options);
}

function qnPair({ qn }: Answerable): string[] {
  return qn === "" || qn.length > MAX_ECHOED ? [] : [`QN=${qn}`];
}
