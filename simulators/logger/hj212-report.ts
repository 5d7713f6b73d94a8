import { formatBeijingStamp, type Instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { Report, ReportedValue } from "./report.ts";

/** What stands in the header of every frame of a device. */
export interface Hj212Identity {
  readonly mn: string;
  readonly password: string;
  /** System code of the medium: 31 flue gas, 32 waste water, 22 ambient air. */
  readonly st: string;
}

const COMMAND: Readonly<Record<Report["basis"], string>> = { realtime: "2011", minute: "2051", hour: "2061" };
/** 2017, not split, an answer is wanted. */
const FLAG = 5;

/**
 * A report as a frame of HJ 212-2017; DataTime is the moment or the start of the period.
 * @throws RangeError when the device has so many factors that the frame had to be split: the simulator's devices have fewer
 */
export function toHj212Frame(report: Report, identity: Hj212Identity, qn: string): Uint8Array {
  const suffix = report.basis === "realtime" ? "Rtd" : "Avg";
  const factors = Object.entries(report.values).map(([factor, value]) => factorText(factor, value, suffix));
  return encodeFrame({
    qn,
    st: identity.st,
    cn: COMMAND[report.basis],
    pw: identity.password,
    mn: identity.mn,
    flag: FLAG,
    cp: [`DataTime=${formatBeijingStamp(report.at)}`, ...factors].join(";"),
  });
}

function factorText(factor: string, said: ReportedValue, suffix: "Rtd" | "Avg"): string {
  const fields: readonly (readonly [string, number | undefined])[] = [
    ["Cou", said.total],
    ["Min", said.min],
    [suffix, said.value],
    ["Max", said.max],
    [`Zs${suffix}`, said.converted],
  ];
  const numbers = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${factor}-${name}=${value}`]));
  return [...numbers, `${factor}-Flag=${said.flag}`].join(",");
}

/** Gives each message of a device a QN of its own: the moment it is made, later by a millisecond where two would be the same. */
export function createQnSource(now: () => Instant): () => string {
  let last = 0;
  return () => {
    last = Math.max(now(), last + 1);
    return formatBeijingStamp(last as Instant, true);
  };
}
