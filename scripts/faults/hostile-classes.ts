// The abuse list of the HJ 212 port: what a hostile or broken peer sends, and what has to come of it. Used by
// hostile.ts, which checks the sums against the product's own counters. ingest/gateway/abuse.test.ts has a table of its
// own, with more classes, for the gateway inside one process.
import { crcOf, formatCrc } from "../../ingest/codecs/hj212/crc.ts";
import { frameSegment } from "../../ingest/codecs/hj212/encode-frame.ts";
import { stamp } from "../harness/beijing-time.ts";
import { HJ212_PASSWORD } from "../harness/plain-registry.ts";

/** Classes that send a lot come rarely: the attack is to be hostile, not to own the machine's only two cores. */
const HEAVY_MS = 2_000;
const FACTORS = Array.from({ length: 1_000 }, (_, i) => `a${10_000 + i}-Rtd=1`).join(";");

/** Ways of sending that differ from writing the bytes and reading the answers. */
export type Way = "plain" | "bytes" | "two-sockets" | "half-close" | "reset" | "unread";

/** One class of abuse. */
export interface AbuseClass {
  readonly name: string;
  /** Its bytes, from the device `mn`. */
  readonly stream: (mn: string) => Uint8Array;
  /** What the product must count for one attempt, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /**
   * How many of its frames are answered. A good frame follows on the same connection and is answered, too, unless
   * `closes`.
   */
  readonly acks: number;
  /** The reason for which the connection is closed. */
  readonly closes?: string;
  readonly way?: Way;
  /** False when no reading of it may be kept, so that the class's own good frame is left out as well. */
  readonly stores?: false;
  readonly everyMs?: number;
}

type More = Partial<Pick<AbuseClass, "rejected" | "acks" | "closes" | "way" | "stores" | "everyMs">>;

interface Items {
  readonly mn: string;
  readonly qn?: string;
  readonly cn?: string;
  readonly pw?: string;
  readonly flag?: string;
  readonly more?: string;
  readonly cp: string;
}

const bytesOf = (text: string): Buffer => Buffer.from(text, "latin1");

/** A frame that is right except for what the items change. */
export function frame({
  mn,
  qn = `${stamp(Date.now())}000`,
  cn = "2011",
  pw = HJ212_PASSWORD,
  flag = "5",
  more = "",
  cp,
}: Items): Buffer {
  return segment(`QN=${qn};ST=31;CN=${cn};PW=${pw};MN=${mn};Flag=${flag};${more}CP=&&${cp}&&`);
}

export function goodFrame(mn: string, at = Date.now()): Buffer {
  return frame({ mn, cp: `DataTime=${stamp(at)};a21026-Rtd=1,a21026-Flag=N` });
}

function segment(text: string): Buffer {
  return Buffer.from(frameSegment(text));
}

/** The same for any bytes and any length field. */
function rawFrame(content: Buffer, length = String(content.length).padStart(4, "0")): Buffer {
  return Buffer.concat([bytesOf(`##${length}`), content, bytesOf(`${formatCrc(crcOf(content))}\r\n`)]);
}

function badCrc(mn: string): Buffer {
  const good = goodFrame(mn);
  good[good.length - 3] = good[good.length - 3] === 48 ? 49 : 48;
  return good;
}

const times = (count: number, bytes: Uint8Array): Buffer => Buffer.concat(Array.from({ length: count }, () => bytes));
const withHead = (head: string, bytes: Uint8Array): Buffer => Buffer.concat([bytesOf(head), bytes.subarray(6)]);
const part = (mn: string, pnum: number, pno: number): Buffer =>
  frame({ mn, flag: "7", more: `PNUM=${pnum};PNO=${pno};`, cp: `DataTime=${stamp(Date.now())};a21026-Rtd=1` });
const dated = (mn: string, time: string): Buffer => frame({ mn, cp: `DataTime=${time};a21026-Rtd=1` });
const valued = (mn: string, text: string): Buffer => frame({ mn, cp: `DataTime=${stamp(Date.now())};${text}` });

function gbk(mn: string): Buffer {
  const words = Buffer.from([0xc7, 0xe5, 0xcf, 0xb4]);
  const head = `QN=${stamp(Date.now())}000;ST=31;CN=3020;PW=${HJ212_PASSWORD};MN=${mn};Flag=5;CP=&&DataTime=${stamp(Date.now())};i11001-Info=//`;
  return rawFrame(Buffer.concat([bytesOf(head), words, bytesOf("//&&")]));
}

function refused(name: string, reason: string, stream: AbuseClass["stream"], more: More = {}): AbuseClass {
  return { name, stream, rejected: { [reason]: 1 }, acks: 0, ...more };
}

function taken(name: string, stream: AbuseClass["stream"], more: More = {}): AbuseClass {
  return { name, stream, rejected: {}, acks: 1, ...more };
}

export const CLASSES: readonly AbuseClass[] = [
  refused("a head that promises 9999 bytes", "wrong-length", () => Buffer.concat([bytesOf("##9999"), Buffer.alloc(10_010, 90)])),
  refused("a length that is not digits", "wrong-length", (mn) => withHead("##00x1", goodFrame(mn))),
  refused("a negative length", "wrong-length", () => bytesOf("##-001ZZ")),
  refused("a wrong length and a wrong CRC", "wrong-length", (mn) => withHead("##0100", badCrc(mn))),
  refused("no CRC at all", "wrong-length", (mn) => Buffer.concat([goodFrame(mn).subarray(0, -6), bytesOf("\r\n")])),
  refused("a thousand factors in one frame", "wrong-length", () => bytesOf(`##9999${FACTORS}`)),
  refused("a wrong CRC", "wrong-crc", badCrc),
  refused("nineteen bad frames in a row", "wrong-crc", (mn) => times(19, badCrc(mn)), { rejected: { "wrong-crc": 19 } }),
  refused("twenty bad frames in a row", "wrong-crc", (mn) => times(20, badCrc(mn)), {
    rejected: { "wrong-crc": 20 },
    closes: "bad-frames",
  }),
  refused("a flood of bad frames", "wrong-crc", (mn) => times(2_000, badCrc(mn)), {
    rejected: { "wrong-crc": 20 },
    closes: "bad-frames",
  }),
  refused("a storm of heads", "wrong-length", () => times(20_000, bytesOf("##9999")), {
    rejected: { "wrong-length": 20 },
    closes: "bad-frames",
  }),
  refused("an MN with a NUL", "wrong-header", () => frame({ mn: "A\u0000", cp: "" })),
  refused("two MNs in one header", "wrong-header", (mn) => frame({ mn: `${mn};MN=${mn}`, cp: "" })),
  refused("a Flag beyond a byte", "wrong-header", (mn) => frame({ mn, flag: "256", cp: "" })),
  refused("a CN that is no number", "wrong-header", (mn) => frame({ mn, cn: "20x1", cp: "" })),
  refused("no CP", "wrong-header", (mn) => segment(`ST=31;CN=2011;PW=${HJ212_PASSWORD};MN=${mn}`)),
  refused("a wrong PW", "wrong-password", (mn) => frame({ mn, pw: "654321", cp: "" })),
  refused("no PW", "wrong-password", (mn) => frame({ mn, pw: "", cp: "" })),
  refused("an unknown MN", "unknown-device", () => frame({ mn: "SIM410102000000000999999", cp: "" })),
  refused("no MN", "unknown-device", () => frame({ mn: "", cp: "" })),
  refused("an MN called __proto__", "unknown-device", () => frame({ mn: "__proto__", cp: "" })),
  taken("a data area without && at its end", (mn) => rawFrame(goodFrame(mn).subarray(6, -8))),
  taken("ten megabytes without CR LF", () => Buffer.alloc(10_000_000, 65), { acks: 0, everyMs: HEAVY_MS }),
  taken("an HTTP request", () => bytesOf("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), { acks: 0 }),
  taken("NULs between and within frames", (mn) =>
    Buffer.concat([Buffer.alloc(3), valued(mn, "a\u0000b-Rtd=1"), Buffer.alloc(2)]),
  ),
  taken("GBK text in a log", gbk),
  taken("CR LF within CP", (mn) => frame({ mn, cn: "3020", cp: "i11001-Info=//a\r\nb//" })),
  taken("a hundred frames in one segment", (mn) => times(100, goodFrame(mn)), { acks: 100 }),
  taken("one frame byte by byte", (mn) => goodFrame(mn), { way: "bytes" }),
  taken("a repeated QN", (mn) => times(3, goodFrame(mn)), { acks: 3 }),
  taken("a DataTime in the year 2999", (mn) => dated(mn, "29990101000000"), { stores: false }),
  taken("a DataTime in 1970", (mn) => dated(mn, "19700101000000"), { stores: false }),
  taken("31 February", (mn) => dated(mn, "20260231000000"), { stores: false }),
  taken("a value of NaN", (mn) => valued(mn, "a21026-Rtd=NaN"), { stores: false }),
  taken("a value of 1e999", (mn) => valued(mn, "a21026-Rtd=1e999"), { stores: false }),
  taken("a factor called __proto__", (mn) => valued(mn, "__proto__-Rtd=1"), { stores: false }),
  taken("a Flag of an unknown edition", (mn) => frame({ mn, flag: "253", cp: `DataTime=${stamp(Date.now())};a21026-Rtd=1` })),
  taken("a part that is missing", (mn) => Buffer.concat([part(mn, 3, 1), part(mn, 3, 3)]), { acks: 2 }),
  taken("a part number beyond the total", (mn) => part(mn, 2, 9)),
  taken("the same MN on two sockets", (mn) => goodFrame(mn), { way: "two-sockets" }),
  taken("half-close right after the frame", (mn) => goodFrame(mn), { way: "half-close" }),
  taken("RST right after sending", (mn) => goodFrame(mn), { acks: 0, way: "reset" }),
  taken("acknowledgements never read", (mn) => times(300, goodFrame(mn)), { acks: 0, way: "unread", everyMs: HEAVY_MS }),
];
