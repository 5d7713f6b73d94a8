import fc from "fast-check";
import { expect, test } from "vitest";
import { crcInVariant, formatCrc } from "./codecs/hj212/crc.ts";
import { encodeFrame } from "./codecs/hj212/encode-frame.ts";
import { decodeLines } from "./decode-line.ts";

const lines = (text: string): readonly unknown[] => [...decodeLines(new TextEncoder().encode(text))];

// Golden frames; lengths and CRCs were worked out with the standard's steps.
const UPLOAD =
  "##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=N&&BDC1\r\n";
const PART =
  "##0202QN=20260102030406002;ST=32;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=7;PNUM=2;PNO=2;CP=&&DataTime=20260102010000;w01018-Cou=1.584,w01018-Min=33.0,w01018-Avg=35.2,w01018-Max=37.9,w01018-Flag=N&&0CC0\r\n";

const KEYS = ["ok", "edition", "st", "cn", "mn", "qn", "flag", "part", "quirks", "data", "time", "error", "backfill"];

test("a capture gives one line a frame, in order, and one for junk between them", () => {
  const [junk, upload, bad, part, ...rest] = lines(`junk${UPLOAD}${UPLOAD.replace("BDC1", "BDC0")}${PART}`);

  expect(junk).toMatchObject({
    ok: false,
    error: { code: "not-a-frame", detail: { code: "noise", facts: { bytes: 4 } }, offset: 0 },
  });
  expect(upload).toEqual({
    ok: true,
    edition: "2017",
    st: "32",
    cn: "2011",
    mn: "A0B1C2D3E4F5061728394A5B",
    qn: "20260102030500123",
    flag: { value: 5, version: 1, split: false, answer: true },
    part: null,
    quirks: [],
    data: [
      { factor: null, field: "DataTime", value: "20260102030500" },
      { factor: "w01018", field: "Rtd", value: 35.2 },
      { factor: "w01018", field: "Flag", value: "N" },
      { factor: "w00000", field: "Rtd", value: 12.5 },
      { factor: "w00000", field: "Flag", value: "N" },
    ],
    time: "2026-01-01T19:05:00.000Z",
    error: null,
    backfill: false,
    crc: "standard",
  });
  expect(bad).toMatchObject({ ok: false, error: { code: "wrong-crc", offset: 186 } });
  expect(part).toMatchObject({ ok: true, part: { number: 2, total: 2 }, time: "2026-01-01T17:00:00.000Z" });
  expect(rest).toEqual([]);
});

test("a value that is no number stays as it was sent", () => {
  const [line] = lines("ST=31;CN=2011;MN=A;CP=&&a21026-Rtd=NaN&&");

  expect(line).toMatchObject({
    ok: true,
    quirks: ["bare-segment"],
    data: [{ factor: "a21026", field: "Rtd", value: "NaN" }],
    time: null,
  });
});

test("a frame whose CRC is a variant names it", () => {
  // 1C80 is the standard's CRC of this segment (HJ 212-2017 appendix A), 0759 that of Modbus.
  const frame =
    "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&0759\r\n";

  expect(lines(frame)).toMatchObject([
    {
      ok: false,
      error: {
        code: "wrong-crc",
        detail: { code: "crc-other-variant", facts: { expected: "standard", fits: "modbus" } },
        offset: 0,
      },
    },
  ]);
  expect([...decodeLines(new TextEncoder().encode(frame), { crc: "modbus" })]).toMatchObject([
    { ok: true, cn: "1062", time: null },
  ]);
});

test("a frame with a broken header is a failure at its place", () => {
  // The segment is 24 bytes; its CRC was worked out with the standard's steps.
  expect(lines("hello")).toMatchObject([{ ok: false, error: { code: "not-a-frame", offset: 0 } }]);
  expect(lines("ST=31;CN=x;MN=A;CP=&&&&")).toMatchObject([{ ok: false, error: { code: "wrong-header" } }]);
});

test("an empty capture gives no line", () => {
  expect(lines("")).toEqual([]);
  expect(lines("\r\n")).toEqual([]);
});

test("an encrypted frame is read with the key of its sender, and refused without", () => {
  const sm4Key = new TextEncoder().encode("SimKey0123456789");
  const cp = "DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N";
  const frame = encodeFrame({ st: "32", cn: "2011", mn: "SIM1", flag: 8, cp }, { sm4Key });

  expect([...decodeLines(frame, { sm4Key })]).toMatchObject([{ ok: true, edition: "2025", data: { length: 3 } }]);
  const [refused] = [...decodeLines(frame)];
  expect(refused).toMatchObject({ ok: false, error: { code: "wrong-crc" } });
  // The CRC is over the clear text, so that there is none to compare with.
  expect(refused).not.toHaveProperty("crc");
  expect(refused).not.toHaveProperty("unproven");
});

test("new passwords and keys are not shown", () => {
  const [password] = lines("ST=31;CN=1072;MN=A;CP=&&NewPW=654321&&");
  const [key] = lines("ST=31;CN=1014;MN=A;CP=&&SKCreateTime=20260102030405000;NewSK=SimKey0123456789&&");

  expect(password).toMatchObject({ data: [{ factor: null, field: "NewPW", value: "******" }] });
  expect(key).toMatchObject({
    data: [
      { field: "SKCreateTime", value: "20260102030405000" },
      { field: "NewSK", value: "*".repeat(16) },
    ],
  });
});

const pasted = (text: string): readonly unknown[] => [...decodeLines(new TextEncoder().encode(text), { isPasted: true })];

test("a number whose writing says more than its value comes as it was written, too", () => {
  const [line] = lines("ST=31;CN=2011;MN=A;CP=&&a21026-Rtd=42.0,a21026-ZsRtd=42.5,a21026-Flag=N&&");

  expect(line).toMatchObject({
    data: [
      { factor: "a21026", field: "Rtd", value: 42, text: "42.0" },
      { factor: "a21026", field: "ZsRtd", value: 42.5 },
      { factor: "a21026", field: "Flag", value: "N" },
    ],
  });
});

test("a capture keeps its judgement of line ends, a pasted text has lost them", () => {
  const withoutCr = UPLOAD.replace("\r\n", "\n");

  expect(lines(withoutCr)).toMatchObject([{ quirks: ["no-crlf"] }]);
  expect(pasted(`${withoutCr}\n${withoutCr.trim()}`)).toMatchObject([{ quirks: [] }, { quirks: [] }]);
});

test("a frame with a wrong CRC shows both values and what it would say", () => {
  const [line] = lines(UPLOAD.replace("BDC1", "BDC0"));

  expect(line).toMatchObject({
    ok: false,
    error: { code: "wrong-crc" },
    crc: { received: "BDC0", computed: "BDC1" },
    unproven: { mn: "A0B1C2D3E4F5061728394A5B", quirks: [], data: { length: 5 }, time: "2026-01-01T19:05:00.000Z" },
  });
  expect(line).not.toHaveProperty("length");
});

test("a frame whose length and CRC are both wrong shows both", () => {
  expect(lines(UPLOAD.replace("##0170", "##0168").replace("BDC1", "1111"))).toMatchObject([
    { ok: false, length: { stated: 168, actual: 170 }, crc: { received: "1111", computed: "BDC1" } },
  ]);
});

test("a frame that breaks off shows what came of it, without a CRC", () => {
  const [line] = lines(UPLOAD.slice(0, 140));

  expect(line).toMatchObject({ ok: false, error: { code: "wrong-length" }, unproven: { cn: "2011", data: { length: 2 } } });
  expect(line).not.toHaveProperty("crc");
});

test("what stands outside the frames of a pasted text is named where it stands", () => {
  const frame = UPLOAD.trim();

  expect(pasted(`log ${frame}abc\n${frame}  \nend`)).toMatchObject([
    { ok: true, before: { offset: 0, bytes: 3, text: "log" }, behind: { offset: 184, bytes: 3, text: "abc" } },
    { ok: true, behind: { bytes: 3, text: "end" } },
  ]);
  expect(pasted(`${frame.replace("BDC1", "BDC0")}tail\n`)).toMatchObject([{ ok: false, behind: { bytes: 4, text: "tail" } }]);
});

test.each([
  ["understood", UPLOAD],
  ["with a wrong CRC", UPLOAD.replace("BDC1", "BDC0")],
  ["that is none", "hello"],
  ["with a wrong header", "ST=31;CN=x;MN=A;CP=&&&&"],
])("the line of a frame %s has every key", (_, text) => {
  const [line, ...rest] = lines(text);

  expect(Object.keys(line as object)).toEqual(expect.arrayContaining(KEYS));
  expect(rest).toEqual([]);
});

test("a frame with a wrong CRC shows its header as far as it can be read", () => {
  const [bad] = lines(PART.replace("0CC0", "0CC1"));
  const [torn] = lines("##0170QN=20260102030500123;ST=32;CN=20\u00011;MN=A;MN=B;Flag=9;CP=&&DataTime=1&&BDC0\r\n");

  expect(bad).toMatchObject({
    ok: false,
    ...{ edition: "2017", st: "32", cn: "2061", mn: "A0B1C2D3E4F5061728394A5B", qn: "20260102030406002" },
    flag: { value: 7, version: 1, split: true, answer: true },
    part: { number: 2, total: 2 },
    ...{ quirks: [], data: [], time: null, backfill: false },
    error: { code: "wrong-crc", detail: { code: expect.any(String) }, offset: 0 },
  });
  expect(torn).toMatchObject({ ok: false, qn: "20260102030500123", st: "32", cn: null, mn: null, flag: null, backfill: null });
});

test("junk is told with its place and its length, wherever it stands, and blanks are not", () => {
  const text = `GET / HTTP/1.1\r\n\r\n${UPLOAD}\r\n \u0000${UPLOAD.replace("BDC1", "BDC0")}x\r\n${UPLOAD}tail`;

  expect(lines(text)).toMatchObject([
    { ok: false, error: { code: "not-a-frame", detail: { code: "noise", facts: { bytes: 14 } }, offset: 0 } },
    { ok: true },
    { ok: false, error: { code: "wrong-crc" } },
    { ok: false, error: { code: "not-a-frame", detail: { code: "noise", facts: { bytes: 1 } }, offset: text.indexOf("x\r\n") } },
    { ok: true },
    { ok: false, error: { code: "not-a-frame", detail: { code: "noise", facts: { bytes: 4 } }, offset: text.length - 4 } },
  ]);
});

test("a backfilled upload and the variant of the CRC are shown", () => {
  const segment =
    "QN=20260102070000111;ST=31;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=9;RF=1;CP=&&DataTime=20260102050000;a21026-Avg=18.1,a21026-Flag=N&&";
  const modbus = `##0145${segment}${formatCrc(crcInVariant(new TextEncoder().encode(segment), "modbus"))}\r\n`;

  // 3240 is the standard's CRC of this segment.
  expect(lines(`##0145${segment}3240\r\n`)).toMatchObject([{ ok: true, backfill: true, crc: "standard" }]);
  expect(lines(modbus)).toMatchObject([{ ok: false, cn: "2061", backfill: true, crc: { computed: "3240" } }]);
  expect([...decodeLines(new TextEncoder().encode(modbus), { crc: "modbus" })]).toMatchObject([{ ok: true, crc: "modbus" }]);
});

const BARE = "QN=20260102030500123;ST=31;CN=2011;PW=123456;MN=SIM;Flag=5;CP=&&DataTime=20260102030500;a21026-Rtd=55&&";

test("a file of bare segments gives a line each, with the offset of what is wrong", () => {
  const wrong = BARE.replace("CN=2011", "CN=x");
  const text = `\r\n${BARE}\r\n${BARE.replace("a21026-Rtd=55", "a34013-Rtd=66")}\n\n${wrong}\n${BARE}`;

  expect(lines(text)).toMatchObject([
    { ok: true, data: [{ field: "DataTime" }, { factor: "a21026", value: 55 }], quirks: ["bare-segment"] },
    { ok: true, data: [{ field: "DataTime" }, { factor: "a34013", value: 66 }] },
    { ok: false, mn: "SIM", cn: null, error: { code: "wrong-header", offset: text.indexOf(wrong) } },
    { ok: true, data: [{ field: "DataTime" }, { factor: "a21026" }] },
  ]);
});

test("bare segments stand between frames, junk and cut ones, too", () => {
  const cut = BARE.slice(0, -20);

  expect(lines(`log of today\n${BARE}1234\n${cut}\n${BARE}\n${UPLOAD}${BARE}`)).toMatchObject([
    { ok: false, error: { code: "not-a-frame", offset: 0 } },
    { ok: false, error: { code: "wrong-crc" } },
    { ok: true, quirks: ["bare-segment", "cp-not-closed"] },
    { ok: true, quirks: ["bare-segment"] },
    { ok: true, quirks: [] },
    { ok: true, quirks: ["bare-segment"] },
  ]);
});

test("a bare segment goes on over line ends and ## within its log text, and over a line end within its header", () => {
  const log = "ST=31;CN=3020;MN=A;CP=&&DataTime=20260102030500;i11001-Info=//one &&\r\n##two//;i12001-Info=1&&";
  const broken = BARE.replace(";ST=31;", ";ST=31;\r\n");

  expect(lines(`${log}\r\n${broken}`)).toMatchObject([
    { ok: true, data: [{}, { field: "Info", value: "one &&\r\n##two" }, { field: "Info", value: "1" }] },
    { ok: true, st: "31", cn: "2011" },
  ]);
});

test("an encrypted bare segment is one line with the key, whatever bytes it holds", () => {
  const sm4Key = new TextEncoder().encode("SimKey0123456789");
  const segments = Array.from({ length: 60 }, (_, i) =>
    encodeFrame({ st: "32", cn: "2011", mn: "SIM1", flag: 8, cp: `DataTime=202601020305${i + 10};w01018-Rtd=35.2` }, { sm4Key }),
  ).map((frame) => frame.subarray(6, -6));
  const capture = Buffer.concat(segments.flatMap((segment) => [segment, Buffer.from("\r\n")]));

  expect(segments.some((segment) => segment.includes(10) || segment.includes(13))).toBe(true);
  expect([...decodeLines(capture, { sm4Key })].filter((line) => line.ok)).toHaveLength(60);
});

test.each([
  ["newpw", "ST=31;CN=1072;MN=A;CP=&&newpw=654321&&"],
  ["PW of 2005", "ST=31;CN=1072;MN=A;CP=&&PW=654321&&"],
  ["NEWSK under a factor", "ST=31;CN=1014;MN=A;CP=&&x-NEWSK=654321&&"],
  ["a quoted frame", "ST=31;CN=3020;MN=A;CP=&&i11001-Info=//sent ##0101ST=31;Pw=654321;MN=A//&&"],
  ["an ST without its semicolon", "ST=31PW=654321;CN=1072;MN=A;CP=&&&&"],
  ["a QN without its semicolon", "QN=2026PW=654321;ST=31;CN=1072;MN=A;CP=&&&&"],
  ["a bad frame", "##0101QN=2026PW=654321;ST=31;PW=654321;CN=1072;MN=A;CP=&&NewPW=654321&&FFFF\r\n"],
])("a password is not shown: %s", (_, text) => {
  expect(JSON.stringify(lines(text))).not.toContain("654321");
});

test("a pasted text with bare segments gives a line each; junk by itself is a line only when there is nothing else", () => {
  expect(pasted(`log\n${BARE}\nend PW=654321\n${BARE}`)).toMatchObject([
    { ok: true, before: { text: "log" }, behind: { text: "end PW=******" } },
    { ok: true },
  ]);
  expect(pasted("hello")).toMatchObject([{ ok: false, error: { code: "not-a-frame", offset: 0 } }]);
});

test("a head without a length is told once, and a frame behind it on the same line is not lost", () => {
  expect(lines(`##x##${UPLOAD.slice(2).replace("BDC1", "BDC0")}${UPLOAD}`)).toMatchObject([
    { ok: false, error: { code: "wrong-length", offset: 0 } },
    { ok: false, error: { code: "wrong-crc", offset: 3 } },
    { ok: true },
  ]);
});

test("whatever a capture holds, its lines come in order and each has its place, and none throws", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      UPLOAD,
      PART,
      UPLOAD.replace("BDC1", "BDC0"),
      `${BARE}\r\n`,
      BARE,
      "##",
      "&&",
      "=//",
      "//",
      "CP=",
      "\r\n",
      " ",
    ),
    fc.string({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const found = [...decodeLines(new TextEncoder().encode(pieces.join("")))];
      const offsets = found.flatMap((line) => (line.error === null ? [] : [line.error.offset]));

      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
      expect(found.filter((line) => line.crc === "standard").length).toBe(
        pieces.filter((p) => p === UPLOAD || p === PART).length,
      );
    }),
    { numRuns: 500 },
  );
});
