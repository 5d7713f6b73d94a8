// The abuse list of the HJ 212 port: what a hostile or broken peer sends, and what has to come of it. Used by hostile.mjs, which checks the sums against
// the product's own counters. ingest/gateway/abuse.test.ts has a table of its own, with more classes, for the gateway inside one process.
import { crcOf, formatCrc } from "../../dist/ingest/codecs/hj212/crc.js";
import { frameSegment } from "../../dist/ingest/codecs/hj212/encode-frame.js";

const HOUR = 3_600_000;
/** Classes that send a lot come rarely: the attack is to be hostile, not to own the machine's only two cores. */
const HEAVY_MS = 2_000;
const FACTORS = Array.from({ length: 1_000 }, (_, i) => `a${10_000 + i}-Rtd=1`).join(";");

export const PASSWORD = "123456";

const bytesOf = (text) => Buffer.from(text, "latin1");

/** 14 digits of Beijing time. */
export function stamp(at) {
  return new Date(at + 8 * HOUR).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** A frame that is right except for what `items` change. */
export function frame({ mn, qn = `${stamp(Date.now())}000`, cn = "2011", pw = PASSWORD, flag = "5", more = "", cp }) {
  return segment(`QN=${qn};ST=31;CN=${cn};PW=${pw};MN=${mn};Flag=${flag};${more}CP=&&${cp}&&`);
}

export function goodFrame(mn, at = Date.now()) {
  return frame({ mn, cp: `DataTime=${stamp(at)};a21026-Rtd=1,a21026-Flag=N` });
}

function segment(text) {
  return Buffer.from(frameSegment(text));
}

/** The same for any bytes and any length field. */
function rawFrame(content, length = String(content.length).padStart(4, "0")) {
  return Buffer.concat([bytesOf(`##${length}`), content, bytesOf(`${formatCrc(crcOf(content))}\r\n`)]);
}

function badCrc(mn) {
  const good = goodFrame(mn);
  good[good.length - 3] = good[good.length - 3] === 48 ? 49 : 48;
  return good;
}

const times = (count, bytes) => Buffer.concat(Array.from({ length: count }, () => bytes));
const withHead = (head, bytes) => Buffer.concat([bytesOf(head), bytes.subarray(6)]);
const part = (mn, pnum, pno) =>
  frame({ mn, flag: "7", more: `PNUM=${pnum};PNO=${pno};`, cp: `DataTime=${stamp(Date.now())};a21026-Rtd=1` });
const dated = (mn, time) => frame({ mn, cp: `DataTime=${time};a21026-Rtd=1` });
const valued = (mn, text) => frame({ mn, cp: `DataTime=${stamp(Date.now())};${text}` });

function gbk(mn) {
  const words = Buffer.from([0xc7, 0xe5, 0xcf, 0xb4]);
  const head = `QN=${stamp(Date.now())}000;ST=31;CN=3020;PW=${PASSWORD};MN=${mn};Flag=5;CP=&&DataTime=${stamp(Date.now())};i11001-Info=//`;
  return rawFrame(Buffer.concat([bytesOf(head), words, bytesOf("//&&")]));
}

const refused = (name, reason, stream, more) => ({ name, stream, rejected: { [reason]: 1 }, acks: 0, ...more });
const taken = (name, stream, more) => ({ name, stream, rejected: {}, acks: 1, ...more });

/**
 * Each class: `stream(mn)` gives its bytes; `rejected` is what the product must count for one attempt, by reason; `acks` how many of its frames are answered
 * (a good frame follows on the same connection and is answered, too, unless `closes`); `way` is how it is sent; `stores: false` says that no reading of it
 * may be kept, so that the class's own good frame is left out as well.
 */
export const CLASSES = [
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
  refused("no CP", "wrong-header", (mn) => segment(`ST=31;CN=2011;PW=${PASSWORD};MN=${mn}`)),
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
  taken("the same MN on two sockets", goodFrame, { way: "two-sockets" }),
  taken("half-close right after the frame", goodFrame, { way: "half-close" }),
  { name: "RST right after sending", stream: goodFrame, rejected: {}, way: "reset" },
  {
    name: "acknowledgements never read",
    stream: (mn) => times(300, goodFrame(mn)),
    rejected: {},
    way: "unread",
    everyMs: HEAVY_MS,
  },
];
