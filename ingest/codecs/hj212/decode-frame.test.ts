import { expect, test } from "vitest";
import { formatIso } from "../../../core/time.ts";
import { crcInVariant, formatCrc } from "./crc.ts";
import { type DecodeOptions, decodeCutFrame, decodeFrame, type Hj212Message } from "./decode-frame.ts";
import { encodeFrame, frameSegment } from "./encode-frame.ts";
import { createFrameCutter } from "./frame-cutter.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function decoded(segment: string, options?: DecodeOptions): Hj212Message {
  const result = decodeFrame(frameSegment(segment), options);
  if (!result.ok) throw new Error(result.error.detail.code);
  return result.value;
}

function failureOf(segment: string): string {
  const result = decodeFrame(frameSegment(segment));
  return result.ok ? "none" : result.error.code;
}

const MN = "SIM410102000000000000001";
const HEAD = `QN=20260102030500123;ST=31;CN=2061;PW=123456;MN=${MN};Flag=5;`;

test("a 2017 hour upload is decoded into header, time and factors", () => {
  const message = decoded(
    `${HEAD}CP=&&DataTime=20260102020000;a21026-Cou=1.5,a21026-Min=30.1,a21026-Avg=35.2,a21026-Max=44,a21026-ZsAvg=40.1,a21026-Flag=N;a19001-Avg=-0.041,a19001-Flag=D&&`,
  );

  expect(message).toMatchObject({
    edition: "2017",
    qn: "20260102030500123",
    st: "31",
    cn: "2061",
    pw: "123456",
    mn: MN,
    flag: { value: 5, version: 1, split: false, answer: true },
    part: undefined,
    isBackfill: false,
    quirks: [],
  });
  expect(message.body).toMatchObject({
    kind: "hour",
    // 02:00 in Beijing is 18:00 UTC of the day before.
    time: { state: "given", at: Date.parse("2026-01-01T18:00:00Z") },
    factors: [
      { factor: "a21026", numbers: { Cou: 1.5, Min: 30.1, Avg: 35.2, Max: 44, ZsAvg: 40.1 }, flag: "N" },
      { factor: "a19001", numbers: { Avg: -0.041 }, flag: "D" },
    ],
  });
});

test.each([
  ["2011", "realtime"],
  ["2051", "minute"],
  ["2111", "minute"],
  ["2061", "hour"],
  ["2031", "day"],
  ["9015", "exchange"],
  ["3020", "exchange"],
])("command %s carries %s", (cn, kind) => {
  expect(decoded(`ST=31;CN=${cn};MN=A;CP=&&&&`).body.kind).toBe(kind);
});

test.each([
  ["Flag=5;", undefined, "2017"],
  ["Flag=9;", undefined, "2025"],
  ["Flag=3;", undefined, "2005"],
  ["", undefined, "2005"],
  ["Flag=9;", "2017", "2017"],
] as const)("a header with %j from a device registered as %s is of edition %s", (flag, edition, expected) => {
  expect(decoded(`ST=31;CN=9015;MN=A;${flag}CP=&&&&`, edition === undefined ? {} : { edition }).edition).toBe(expected);
});

test.each([
  ["qn-odd", "QN=1617951137847;ST=21;CN=9011;MN=A;Flag=5;CP=&&&&"],
  ["qn-empty", "QN=;ST=23;CN=1012;MN=A;CP=&&&&"],
  ["qn-in-cp", "ST=91;CN=9013;MN=A;CP=&&QN=20040516010101001&&"],
  ["header-comma", "ST=32;CN=2011;PW=123456;,MN=A;CP=&&&&"],
  ["header-key-case", "ST=32;CN=2011;MN=A;FLAG=0;CP=&&&&"],
  ["header-key-case", "ST=32;CN=2011;MN=A;Cp=&&&&"],
  ["header-space", "ST=32;CN=3020;MN=A; Flag=5;CP=&&&&"],
  ["header-space", "ST=32 ;CN=3020;MN=A;CP=&&&&"],
  ["header-key-unknown", "ST=32;CN=3020;MN=A;XY=1;CP=&&&&"],
  ["header-item-without-value", "ST=32;CN=3020;MN=A;XY;CP=&&&&"],
  ["cp-not-separated", "ST=32;CN=2031;MN=A;Flag=5CP=&&&&"],
  ["cp-not-opened", "ST=32;CN=2031;MN=A;CP=&"],
  ["cp-not-closed", "ST=32;CN=2031;MN=A;CP=&&DataTime=20260101000000"],
  ["part-missing", "ST=32;CN=2011;MN=A;Flag=7;CP=&&&&"],
  ["part-unannounced", "ST=32;CN=2011;MN=A;PNO=0002;PNUM=0002;CP=&&&&"],
  ["part-impossible", "ST=32;CN=2011;MN=A;Flag=7;PNUM=2;PNO=3;CP=&&&&"],
  ["part-impossible", "ST=32;CN=2011;MN=A;Flag=7;PNUM=99999999999999999;PNO=3;CP=&&&&"],
  ["flag-version-unknown", "ST=32;CN=2011;MN=A;Flag=17;CP=&&&&"],
  ["item-empty", "ST=32;CN=2011;MN=A;CP=&&DataTime=20260101000000;&&"],
  ["item-empty", "ST=32;CN=2011;MN=A;CP=&&DataTime=20260101000000;;a-Rtd=1&&"],
  ["item-empty", "ST=32;CN=2011;MN=A;CP=&& &&"],
  ["item-without-value", "ST=32;CN=2011;MN=A;CP=&&DataTime&&"],
  ["item-space", "ST=32;CN=2011;MN=A;CP=&& PolId=w01018&&"],
  ["field-case", "ST=32;CN=2011;MN=A;CP=&&a21026-RTD=1&&"],
  ["field-case", "ST=32;CN=2011;MN=A;CP=&&Datatime=20260101000000&&"],
  ["flag-bare", "ST=32;CN=2011;MN=A;CP=&&a34001-Rtd=92;Flag=N&&"],
  ["flag-unknown", "ST=32;CN=2011;MN=A;CP=&&a34001-Rtd=92,a34001-Flag=A&&"],
  ["flag-unknown", "ST=32;CN=2061;MN=A;CP=&&a34001-Avg=92,a34001-Flag=n&&"],
  ["text-not-closed", "ST=32;CN=3020;MN=A;CP=&&i11001-Info=//abc&&"],
  ["factor-split", "ST=32;CN=2011;MN=A;CP=&&01-ZsRtd=1;02-Rtd=2;01-Rtd=3&&"],
  ["factor-split", "ST=32;CN=2011;MN=A;CP=&&01-ZsRtd=1;01-Rtd=3&&"],
  ["time-with-milliseconds", "ST=32;CN=2011;MN=A;CP=&&DataTime=20160824003817000&&"],
])("quirk %s is accepted in %j", (quirk, segment) => {
  expect(decoded(segment).quirks).toContain(quirk);
});

test.each(["2", "0002", "00000002", "000000000000000000002"])("PNUM and PNO are read in any width: %s", (two) => {
  const message = decoded(`ST=32;CN=2011;MN=A;Flag=7;PNUM=${two};PNO=${two};CP=&&&&`);

  expect(message.part).toEqual({ number: 2, total: 2 });
  expect(message.quirks).not.toContain("part-impossible");
});

test("a sender's limit of 1024 bytes is not the receiver's", () => {
  const area = Array.from({ length: 100 }, (_, i) => `a${10_000 + i}-Rtd=1`).join(";");
  const segment = bytes(`ST=32;CN=2011;MN=A;CP=&&${area}&&`);
  const frame = `##${String(segment.length).padStart(4, "0")}${new TextDecoder().decode(segment)}${formatCrc(crcInVariant(segment, "standard"))}\r\n`;
  const result = decodeFrame(bytes(frame));

  expect(result).toMatchObject({ ok: true, value: { quirks: ["over-1024"], body: { factors: { length: 100 } } } });
});

test.each([
  ["the header has no CN", "ST=32;MN=A;CP=&&&&"],
  ["CN is not four digits", "ST=32;CN=20a1;MN=A;CP=&&&&"],
  ["the header has no ST", "CN=2011;MN=A;CP=&&&&"],
  ["MN holds other characters than letters, digits, _ and -", "ST=32;CN=2011;MN=A B;CP=&&&&"],
  ["MN is longer than 32", `ST=32;CN=2011;MN=${"A".repeat(33)};CP=&&&&`],
  ["MN stands twice", "ST=32;CN=2011;MN=A;MN=B;CP=&&&&"],
  ["Flag is no number", "ST=32;CN=2011;MN=A;Flag=x;CP=&&&&"],
  ["Flag is beyond 255", "ST=32;CN=2011;MN=A;Flag=256;CP=&&&&"],
  ["QN is longer than an answer could repeat", `QN=${"1".repeat(33)};ST=32;CN=2011;MN=A;CP=&&&&`],
  ["PW is longer than an answer could repeat", `ST=32;CN=2011;PW=${"1".repeat(33)};MN=A;CP=&&&&`],
  ["there is no CP", "ST=32;CN=2011;MN=A"],
])("a frame is refused as wrong-header when %s", (_title, segment) => {
  expect(failureOf(segment)).toBe("wrong-header");
});

test("a bare data segment is accepted", () => {
  expect(decodeFrame(bytes(`ST=32;CN=2011;MN=${MN};CP=&&DataTime=20260101000000&&\r\n`))).toMatchObject({
    ok: true,
    value: { mn: MN, quirks: ["bare-segment"] },
  });
});

test.each([
  ["nothing", ""],
  ["text", "hello"],
  ["JSON", '{"at":"2026-01-01T00:00:00Z"}'],
])("%s is not a frame", (_title, text) => {
  expect(decodeFrame(bytes(text))).toMatchObject({ ok: false, error: { code: "not-a-frame" } });
});

test("two frames in one message are not a frame", () => {
  const frame = new TextDecoder().decode(encodeFrame({ st: "31", cn: "9015", mn: "A", cp: "" }));

  expect(decodeFrame(bytes(frame + frame))).toMatchObject({ ok: false, error: { code: "not-a-frame", offset: frame.length } });
});

test("blanks behind a frame are ignored", () => {
  const frame = new TextDecoder().decode(encodeFrame({ st: "31", cn: "9015", mn: "A", cp: "" }));

  expect(decodeFrame(bytes(`${frame} \u0000\r\n`)).ok).toBe(true);
});

test("a CRC variant is accepted only from a device that is registered with it", () => {
  const segment = bytes("ST=31;CN=9015;MN=A;CP=&&&&");
  const frame = bytes(`##0026ST=31;CN=9015;MN=A;CP=&&&&${formatCrc(crcInVariant(segment, "modbus"))}\r\n`);

  expect(decodeFrame(frame)).toMatchObject({ ok: false, error: { code: "wrong-crc" } });
  expect(decodeFrame(frame, { crc: "modbus" })).toMatchObject({ ok: true, value: { quirks: ["crc-variant"] } });
});

test("a log text is taken whole, with its separators", () => {
  const message = decoded("ST=32;CN=3020;MN=A;CP=&&DataTime=20260101000000;i11001-Info=//清洗;管路,a=1//;PolId=w01018&&");

  expect(message.pairs).toMatchObject([
    { factor: "", field: "DataTime", item: 0 },
    { factor: "i11001", field: "Info", value: "清洗;管路,a=1", isText: true, item: 1 },
    { factor: "", field: "PolId", value: "w01018", item: 2 },
  ]);
});

test("a log text in GBK is read, and its CRC is over the bytes as they came", () => {
  // 清洗 in GBK is C7 E5 CF B4.
  const segment = Uint8Array.from([...bytes("ST=32;CN=3020;MN=A;CP=&&i11001-Info=//"), 0xc7, 0xe5, 0xcf, 0xb4, ...bytes("//&&")]);
  const frame = Uint8Array.from([
    ...bytes(`##${String(segment.length).padStart(4, "0")}`),
    ...segment,
    ...bytes(formatCrc(crcInVariant(segment, "standard"))),
    13,
    10,
  ]);

  expect(decodeFrame(frame)).toMatchObject({ ok: true, value: { quirks: ["text-gbk"], pairs: [{ value: "清洗" }] } });
});

test("a list of PolId keeps all of them", () => {
  const message = decoded("ST=32;CN=1021;MN=A;CP=&&PolId=101;PolId=102&&");

  expect(message.pairs.map((p) => p.value)).toEqual(["101", "102"]);
});

test("a factor called __proto__ is a factor like any other", () => {
  const message = decoded("ST=32;CN=2011;MN=A;CP=&&__proto__-Rtd=1,__proto__-__proto__=2,constructor-Rtd=3&&");

  expect(message.body).toMatchObject({
    factors: [
      { factor: "__proto__", numbers: { Rtd: 1 } },
      { factor: "constructor", numbers: { Rtd: 3 } },
    ],
  });
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test.each(["NaN", "1e999", "1e3", "Infinity", "0x10", "", "-", ".", "1.2.3", "1 2", "--1", "1000000000000001"])(
  "the value %j is not a decimal number",
  (text) => {
    const message = decoded(`ST=32;CN=2011;MN=A;CP=&&a21026-Rtd=${text},a21026-Flag=N&&`);

    expect(message.body).toMatchObject({ factors: [{ numbers: {}, unreadable: [{ field: "Rtd", text }] }] });
  },
);

test.each([
  ["-0.041", -0.041],
  ["-0", 0],
  ["+1.5", 1.5],
  ["003", 3],
  [".5", 0.5],
  ["5.", 5],
  ["235.052392549046", 235.052392549046],
  ["1000000000000000", 1e15],
])("the value %j is %d", (text, value) => {
  const message = decoded(`ST=32;CN=2011;MN=A;CP=&&a21026-Rtd=${text}&&`);

  expect(message.body).toMatchObject({ factors: [{ numbers: { Rtd: value }, unreadable: [] }] });
});

test("two different values of one field are a conflict, the same value twice is not", () => {
  const message = decoded("ST=52;CN=2011;MN=A;CP=&&e01001-Rtd=1.1,e01001-Rtd=2.2;x-Rtd=1,x-Rtd=1.0;f-Flag=N,f-Flag=D&&");

  expect(message.body).toMatchObject({ factors: [{ conflicting: ["Rtd"] }, { conflicting: [] }, { conflicting: ["Flag"] }] });
});

test("vendor flag and sample time stay with their factor", () => {
  const message = decoded(
    "ST=32;CN=2011;MN=A;CP=&&w01018-SampleTime=20260101070000,w01018-Rtd=2.2,w01018-Flag=N,w01018-EFlag=A01&&",
  );

  expect(message.body).toMatchObject({ factors: [{ eFlag: "A01", sampleTime: "20260101070000" }] });
});

test.each([
  ["", { state: "missing" }],
  ["DataTime=", { state: "missing" }],
  ["DataTime=20260231000000", { state: "impossible", text: "20260231000000" }],
  ["DataTime=2026", { state: "impossible", text: "2026" }],
])("a data area with %j has the time %o", (area, time) => {
  expect(decoded(`ST=32;CN=2011;MN=A;CP=&&${area}&&`).body).toMatchObject({ time });
});

test("the day of a day upload begins at midnight in Beijing", () => {
  const { body } = decoded("ST=32;CN=2031;MN=A;CP=&&DataTime=20260102000000&&");

  expect(body.kind === "day" && body.time.state === "given" && formatIso(body.time.at)).toBe("2026-01-01T16:00:00.000Z");
});

test("a backfilled upload of 2025 says so", () => {
  expect(decoded("ST=31;CN=2061;MN=A;Flag=9;RF=1;CP=&&&&").isBackfill).toBe(true);
});

test("a blank item in a header is not worth naming", () => {
  expect(decoded("ST=32;CN=3020;MN=A; ;CP=&&&&").quirks).toEqual([]);
});

test.each([
  ["as the standard prints it", "ST=32;CN=2011;MN=A;CP=&&a21026-Rtd=1&&", {}, []],
  ["with a deviation", "ST=32;CN=2011;MN=A;CP=&&a21026-RTD=1&&", {}, ["field-case"]],
  ["of a device with another CRC", "ST=32;CN=2011;MN=A;CP=&&a21026-Rtd=1&&", { crc: "modbus" }, ["crc-variant"]],
] as const)("a frame %s that was cut out of a stream is read like one that comes alone", (_what, segment, options, quirks) => {
  const frame = frameSegment(segment, options);
  const cutter = createFrameCutter();
  cutter.push(frame);
  const cut = cutter.next();
  if (cut?.kind !== "frame") throw new Error("no frame was cut");

  const message = decodeCutFrame(cut, options);

  expect(message).toMatchObject({ ok: true, value: { mn: "A", body: { factors: [{ numbers: { Rtd: 1 } }] }, quirks } });
  expect(decodeFrame(frame, options)).toMatchObject({ ok: true, value: { mn: "A", quirks } });
});

// Behaviour
test("a frame whose CRC fits the device's variant is taken also when it fits another one by chance", () => {
  // In both byte orders the same digits.
  const both = Array.from({ length: 3_000 }, (_, n) =>
    frameSegment(`QN=20260101000000001;ST=31;CN=2011;PW=${123_456 + n};MN=SIM${n};Flag=5;CP=&&DataTime=20260101000000&&`, {
      crc: "swapped",
    }),
  ).filter((frame) => crcDigits(frame).slice(0, 2) === crcDigits(frame).slice(2));

  expect(both).not.toHaveLength(0);
  for (const frame of both)
    expect(decodeFrame(frame, { crc: "swapped" })).toMatchObject({ ok: true, value: { quirks: ["crc-variant"] } });
});

const crcDigits = (frame: Uint8Array): string => Buffer.from(frame).toString("latin1").slice(-6, -2);
