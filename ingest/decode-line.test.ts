import { expect, test } from "vitest";
import { encodeFrame } from "./codecs/hj212/encode-frame.ts";
import { decodeLines } from "./decode-line.ts";

const lines = (text: string): readonly unknown[] => [...decodeLines(new TextEncoder().encode(text))];

// Golden frames; lengths and CRCs were worked out with the standard's steps.
const UPLOAD =
  "##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=N&&BDC1\r\n";
const PART =
  "##0202QN=20260102030406002;ST=32;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=7;PNUM=2;PNO=2;CP=&&DataTime=20260102010000;w01018-Cou=1.584,w01018-Min=33.0,w01018-Avg=35.2,w01018-Max=37.9,w01018-Flag=N&&0CC0\r\n";

test("a capture gives one line a frame, in order, with junk passed over", () => {
  const [upload, bad, part, ...rest] = lines(`junk${UPLOAD}${UPLOAD.replace("BDC1", "BDC0")}${PART}`);

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
    { ok: false, error: { code: "wrong-crc", message: expect.stringContaining('"modbus"'), offset: 0 } },
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
