import { expect, test } from "vitest";
import { crcOf, formatCrc, modbusCrcOf } from "./crc.ts";
import { type DecodeOptions, decodeFrame } from "./decode-frame.ts";
import type { Hj212Failure } from "./failure.ts";
import type { Quirk } from "./quirks.ts";

/**
 * What devices and libraries of the field get wrong, one row a way: accepted under named quirks, or refused with one
 * reason.
 */
interface Deviation {
  readonly name: string;
  readonly frame: Uint8Array;
  readonly options?: DecodeOptions;
  readonly quirks?: readonly Quirk[];
  readonly refused?: Hj212Failure["code"];
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (crc: number): string => formatCrc(crc);
const swapped = (crc: number): number => ((crc & 0xff) << 8) | (crc >> 8);

interface Layout {
  readonly length?: string;
  readonly crc?: string;
  readonly tail?: string;
  readonly head?: string;
}

/** A frame round a segment, right unless `layout` says otherwise. */
function framed(segment: Uint8Array | string, layout: Layout = {}): Uint8Array {
  const bytes = typeof segment === "string" ? utf8(segment) : segment;
  const { length = String(bytes.length).padStart(4, "0"), crc = hex(crcOf(bytes)), tail = "\r\n", head = "##" } = layout;
  return Buffer.concat([latin1(head + length), bytes, latin1(crc + tail)]);
}

const SHORT = "QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=SIM;Flag=5;CP=&&DataTime=20260102030500&&";
const FULL = `QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=SIM;Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N&&`;
const area = (items: string): string => FULL.replace(/DataTime.*&&/, `${items}&&`);
const header = (text: string): string => `${text};CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N&&`;
const CRC = hex(crcOf(utf8(FULL)));
const LOG = "ST=32;CN=3020;MN=SIM;CP=&&DataTime=20260102030500;i11001-Info=//清洗管路//&&";
/** A segment whose CRC begins with a zero, found by counting up its QN. */
const ZERO_CRC = Array.from({ length: 999 }, (_, i) => FULL.replace("500123;", `500${String(i).padStart(3, "0")};`)).find((s) =>
  hex(crcOf(utf8(s))).startsWith("0"),
);
const GBK_LOG = Buffer.concat([
  utf8("ST=32;CN=3020;MN=SIM;CP=&&i11001-Info=//"),
  Uint8Array.of(0xc7, 0xe5, 0xcf, 0xb4),
  utf8("//&&"),
]);
const LONG = area(`DataTime=20260102030500;${Array.from({ length: 100 }, (_, i) => `a${10_000 + i}-Rtd=1`).join(";")}`);

const DEVIATIONS: readonly Deviation[] = [
  { name: "length of two digits", frame: framed(SHORT, { length: "89" }), quirks: ["length-unpadded"] },
  { name: "length a few bytes short", frame: framed(FULL, { length: "0115" }), quirks: ["length-mismatch"] },
  { name: "length a few bytes long", frame: framed(FULL, { length: "0130" }), quirks: ["length-mismatch"] },
  { name: "length of a template", frame: framed(FULL, { length: "0400" }), quirks: ["length-mismatch"] },
  {
    name: "length of a template, and the CRC stale",
    frame: framed(FULL, { length: "0400", crc: "1234" }),
    refused: "wrong-length",
  },
  {
    name: "length in characters, not bytes",
    frame: framed(LOG, { length: String(LOG.length).padStart(4, "0") }),
    quirks: ["length-mismatch"],
  },
  { name: "length that is no number", frame: framed(FULL, { length: "0x7B" }), refused: "wrong-length" },
  { name: "segment beyond 1024 bytes", frame: framed(LONG), quirks: ["over-1024"] },
  {
    name: "CRC in lower case",
    frame: framed(FULL, { crc: CRC.toLowerCase() }),
    quirks: /[A-F]/.test(CRC) ? ["crc-lowercase"] : [],
  },
  {
    name: "CRC without its leading zero",
    frame: framed(ZERO_CRC ?? "", { crc: hex(crcOf(utf8(ZERO_CRC ?? ""))).slice(1) }),
    quirks: ["crc-unpadded"],
  },
  {
    name: "CRC of Modbus from a device not registered so",
    frame: framed(FULL, { crc: hex(modbusCrcOf(utf8(FULL))) }),
    refused: "wrong-crc",
  },
  {
    name: "CRC of Modbus",
    frame: framed(FULL, { crc: hex(modbusCrcOf(utf8(FULL))) }),
    options: { crc: "modbus" },
    quirks: ["crc-variant"],
  },
  {
    name: "CRC of Modbus, low byte first",
    frame: framed(FULL, { crc: hex(swapped(modbusCrcOf(utf8(FULL)))) }),
    options: { crc: "modbus-swapped" },
    quirks: ["crc-variant"],
  },
  {
    name: "CRC with its bytes swapped",
    frame: framed(FULL, { crc: hex(swapped(crcOf(utf8(FULL)))) }),
    options: { crc: "swapped" },
    quirks: ["crc-variant"],
  },
  {
    name: "right CRC from a device registered with another",
    frame: framed(FULL),
    options: { crc: "modbus" },
    refused: "wrong-crc",
  },
  { name: "CRC not made anew after editing", frame: framed(FULL, { crc: "FFFF" }), refused: "wrong-crc" },
  { name: "an empty item in the header", frame: framed(FULL.replace("ST=32;", "ST=32;;")), quirks: [] },
  {
    name: "a data flag without a character",
    frame: framed(area("DataTime=20260102030500;w01018-Rtd=1,w01018-Flag=")),
    quirks: [],
  },
  { name: "CRC missing", frame: framed(FULL, { crc: "" }), refused: "wrong-length" },
  { name: "no CR LF", frame: framed(FULL, { tail: "" }), quirks: ["no-crlf"] },
  { name: "LF alone", frame: framed(FULL, { tail: "\n" }), quirks: ["no-crlf"] },
  { name: "blanks behind the frame", frame: framed(FULL, { tail: "\r\n  " }), quirks: [] },
  { name: "two frames in one message", frame: Buffer.concat([framed(FULL), framed(FULL)]), refused: "not-a-frame" },
  { name: "one # instead of two", frame: framed(FULL, { head: "#" }), refused: "not-a-frame" },
  { name: "no # at all", frame: framed(FULL, { head: "" }), refused: "not-a-frame" },
  { name: "neither # nor length, and the CRC fits", frame: framed(FULL, { head: "", length: "" }), quirks: ["bare-segment"] },
  {
    name: "neither # nor length, and the CRC does not fit",
    frame: framed(FULL, { head: "", length: "", crc: "1234" }),
    refused: "wrong-crc",
  },
  { name: "bytes of Modbus TCP", frame: Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10), refused: "not-a-frame" },
  { name: "closing && missing", frame: framed(FULL.slice(0, -2)), quirks: ["cp-not-closed"] },
  {
    name: "a single & for the data area",
    frame: framed("ST=32;CN=2011;MN=SIM;CP=&"),
    quirks: ["cp-not-opened", "cp-not-closed"],
  },
  { name: "dangling semicolon", frame: framed(FULL.replace(/&&$/, ";&&")), quirks: ["item-empty"] },
  { name: "neither QN nor Flag", frame: framed(header("ST=32;CN=2011;PW=123456;MN=SIM")), quirks: [] },
  { name: "empty QN and PW", frame: framed(header("QN=;ST=32;CN=2011;PW=;MN=SIM;Flag=5")), quirks: ["qn-empty"] },
  { name: "QN in milliseconds since 1970", frame: framed(FULL.replace(/QN=\d+/, "QN=1617951137847")), quirks: ["qn-odd"] },
  { name: "QN without milliseconds", frame: framed(FULL.replace(/QN=\d+/, "QN=20260102030500")), quirks: ["qn-odd"] },
  { name: "MN with _ and -", frame: framed(FULL.replace("MN=SIM", "MN=aqms-1100_Z")), quirks: [] },
  { name: "ST of three characters", frame: framed(FULL.replace("ST=32", "ST=101")), quirks: [] },
  {
    name: "another order of the header",
    frame: framed(header("MN=SIM;Flag=5;PW=123456;CN=2011;ST=32;QN=20260102030500123")),
    quirks: [],
  },
  {
    name: "a comma in the header and FLAG in capitals",
    frame: framed(header("ST=32;CN=2011;PW=123456;,MN=SIM;FLAG=0")),
    quirks: ["header-comma", "header-key-case"],
  },
  { name: "Flag=7 without packet numbers", frame: framed(FULL.replace("Flag=5", "Flag=7")), quirks: ["part-missing"] },
  {
    name: "packet numbers without Flag",
    frame: framed(header("ST=32;CN=2011;MN=SIM;PNO=0002;PNUM=0002")),
    quirks: ["part-unannounced"],
  },
  { name: "an answer with another ST than 91", frame: framed("ST=21;CN=9011;MN=SIM;Flag=5;CP=&&QnRtn=1&&"), quirks: [] },
  { name: "time of 17 digits", frame: framed(area("DataTime=20160824003817000")), quirks: ["time-with-milliseconds"] },
  { name: "no time", frame: framed(area("w01018-Rtd=1")), quirks: [] },
  { name: "no semicolon before CP", frame: framed("ST=32;CN=2031;MN=SIM;Flag=5CP=&&&&"), quirks: ["cp-not-separated"] },
  { name: "a space in the header", frame: framed(header("ST=32;CN=2011;MN=SIM; Flag=5")), quirks: ["header-space"] },
  { name: "a space before a name", frame: framed(area(" DataTime=20260102030500")), quirks: ["item-space"] },
  { name: "a suffix in other capitals", frame: framed(area("DataTime=20260102030500;w01018-RTD=1")), quirks: ["field-case"] },
  {
    name: "a bare Flag behind its factor",
    frame: framed(area("DataTime=20260102030500;a34001-Rtd=92;Flag=N")),
    quirks: ["flag-bare", "factor-split"],
  },
  { name: "a name without a suffix", frame: framed(area("DataTime=20260102030500;FANSTATUS=1")), quirks: [] },
  {
    name: "one factor in two items",
    frame: framed(area("DataTime=20260102030500;01-ZsRtd=1;02-Rtd=2;01-Rtd=1")),
    quirks: ["factor-split"],
  },
  { name: "a log in UTF-8", frame: framed(LOG), quirks: [] },
  { name: "a log in GBK", frame: framed(GBK_LOG), quirks: ["text-gbk"] },
  { name: "two MNs", frame: framed(FULL.replace("MN=SIM", "MN=SIM;MN=SIN")), refused: "wrong-header" },
  { name: "a CN that is no command", frame: framed(FULL.replace("CN=2011", "CN=20x1")), refused: "wrong-header" },
  { name: "nothing", frame: new Uint8Array(0), refused: "not-a-frame" },
];

test.each(DEVIATIONS.filter((d) => d.refused === undefined))("$name is accepted as $quirks", ({ frame, options, quirks }) => {
  const result = decodeFrame(frame, options);

  expect(result.ok ? [...result.value.quirks].sort() : result).toEqual([...(quirks ?? [])].sort());
});

test.each(DEVIATIONS.filter((d) => d.refused !== undefined))("$name is refused as $refused", ({ frame, options, refused }) => {
  expect(decodeFrame(frame, options)).toMatchObject({ ok: false, error: { code: refused } });
});
