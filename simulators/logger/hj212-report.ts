import { POLLUTANTS } from "../../core/readings/pollutants.ts";
import type { Edition } from "../../core/registry/edition.ts";
import { formatBeijingStamp, HOUR, type Instant, plus } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { encryptionOf } from "./obey-request.ts";
import type { Report, ReportedValue } from "./report.ts";

/** What stands in the header of every frame of a device. */
export interface Hj212Identity {
  readonly mn: string;
  readonly password: string;
  /** System code of the medium: 31 flue gas, 32 waste water, 22 ambient air. */
  readonly st: string;
  /** The SM4 key of 16 characters of a device that encrypts (2025). */
  readonly sm4Key?: string;
}

const COMMAND: Readonly<Record<Report["basis"], string>> = { realtime: "2011", minute: "2051", hour: "2061" };
/** 2017, not split, an answer is wanted. */
const FLAG = 5;
/** The same of 2025, which alone encrypts. */
const FLAG_2025 = 9;

/** How a device speaks. */
export interface Hj212Dialect {
  readonly edition: Edition;
  /** Hours are labelled with their start or their end. */
  readonly hourLabel: "start" | "end";
  /** Longer data segments go out in parts, at most 1024. */
  readonly splitAt: number;
}

const DIALECT_2017: Hj212Dialect = { edition: "2017", hourLabel: "start", splitAt: 1_024 };
/** Version bits of Flag; with bit 0 an answer is wanted, with bit 1 the packet is a part. */
const VERSION_BITS: Readonly<Record<Edition, number>> = { "2005": 0, "2017": 4, "2025": 8 };
const WANTS_ANSWER = 1;
const IS_PART = 2;
/** A part says `PNUM=9999;PNO=9999;` more than a whole packet, and carries at least one factor. */
const PART_ITEMS_BYTES = 24;

/**
 * A report as a frame of HJ 212-2017; DataTime is the moment or the start of the period.
 * @throws RangeError when the device has so many factors that the frame had to be split: the demo's devices have fewer
 */
export function toHj212Frame(report: Report, identity: Hj212Identity, qn: string): Uint8Array {
  const header = headerOf(report, identity, qn);
  const flag = identity.sm4Key === undefined ? FLAG : FLAG_2025;
  const cp = dataItems(report, DIALECT_2017).join(";");
  return encodeFrame({ ...header, flag, cp }, encryptionOf(header.cn, identity.sm4Key));
}

/**
 * A report as one frame, or as parts with the same QN when its segment is too long. Each part names its time, as
 * devices do. Of 2025, what did not go out when it should have is marked as a back-fill (`RF=1`).
 */
export function toHj212Frames(
  report: Report,
  {
    identity,
    dialect,
    qn,
    isLate = false,
  }: { readonly identity: Hj212Identity; readonly dialect: Hj212Dialect; readonly qn: string; readonly isLate?: boolean },
): readonly Uint8Array[] {
  const isMarked = isLate && dialect.edition === "2025";
  const header = { ...headerOf(report, identity, qn), ...(isMarked && ({ rf: true } as const)) };
  const flag = VERSION_BITS[dialect.edition] | WANTS_ANSWER;
  const options = encryptionOf(header.cn, identity.sm4Key);
  const bare = encodeFrame({ ...header, flag, cp: "" }).length;
  const areas = inParts(dataItems(report, dialect), dialect.splitAt - bare);
  if (areas.length === 1) return [encodeFrame({ ...header, flag, cp: areas[0] ?? "" }, options)];
  return areas.map((cp, i) => encodeFrame({ ...header, flag: flag | IS_PART, pnum: areas.length, pno: i + 1, cp }, options));
}

function headerOf({ basis }: Report, { mn, password, st }: Hj212Identity, qn: string) {
  return { qn, st, cn: COMMAND[basis], pw: password, mn };
}

/** The items of a data area, time first, in areas of at most so many bytes; a factor is never cut. */
function inParts([time = "", ...factors]: readonly string[], room: number): readonly string[] {
  const whole = [time, ...factors].join(";");
  if (whole.length <= room) return [whole];
  const areas: string[] = [];
  for (const factor of factors) {
    const last = areas.at(-1);
    if (last !== undefined && last.length + factor.length + PART_ITEMS_BYTES < room)
      areas[areas.length - 1] = `${last};${factor}`;
    else areas.push(`${time};${factor}`);
  }
  return areas;
}

function dataItems(report: Report, { edition, hourLabel }: Hj212Dialect): readonly string[] {
  const suffix = report.basis === "realtime" ? "Rtd" : "Avg";
  const at = report.basis === "hour" && hourLabel === "end" ? plus(report.at, HOUR) : report.at;
  const factors = Object.entries(report.values).map(([factor, value]) => factorText(factorCode(factor, edition), value, suffix));
  return [`DataTime=${formatBeijingStamp(at)}`, ...factors];
}

/** What a device of the edition calls a factor; what 2005 had no code for keeps the later one. */
export function factorCode(factor: string, edition: Edition): string {
  const before = edition === "2005" ? POLLUTANTS.get(factor)?.code2005 : undefined;
  return before === undefined || before === "" ? factor : before;
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

/**
 * Gives each message of a device a QN of its own: the moment it is made, later by a millisecond where two would be the
 * same.
 */
export function createQnSource(now: () => Instant): () => string {
  let last = 0;
  return () => {
    last = Math.max(now(), last + 1);
    return formatBeijingStamp(last as Instant, true);
  };
}
