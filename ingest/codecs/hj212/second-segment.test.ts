import { expect, test } from "vitest";
import { decodeFrame } from "./decode-frame.ts";
import { frameSegment } from "./encode-frame.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const HEAD = "QN=20260102030500123;ST=31;CN=2011;PW=123456;MN=SIM;Flag=5;";
const FIRST = `${HEAD}CP=&&DataTime=20260102030500;a21026-Rtd=55&&`;
const SECOND = `${HEAD}CP=&&DataTime=20260102030600;a34013-Rtd=66&&`;

test.each([
  ["on a line of its own", `${FIRST}\r\n${SECOND}`],
  ["on the same line", `${FIRST}${SECOND}`],
  ["with its CRC behind it", `${FIRST}\r\n${SECOND}1C80`],
  ["behind a log text that is not closed", `${HEAD}CP=&&i11001-Info=//abc&&\r\n${HEAD}CP=&&i11001-Info=//def//&&`],
])("a second bare segment %s is refused, never merged with the first", (_, text) => {
  expect(decodeFrame(bytes(text))).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^wrong-(header|crc)$/) } });
});

test.each([
  ["a word", `${FIRST}rest`],
  ["a second &&", `${FIRST}&&`],
  ["three hex digits", `${FIRST}\r\nABC`],
])("a bare segment with %s behind its closing && is refused", (_, text) => {
  expect(decodeFrame(bytes(text))).toMatchObject({
    ok: false,
    error: { code: "wrong-header", detail: { code: "text-behind-closing" } },
  });
});

test("blanks and line ends behind the closing && of a bare segment are no content", () => {
  expect(decodeFrame(bytes(`${FIRST} \r\n\r\n`))).toMatchObject({ ok: true, value: { quirks: ["bare-segment"] } });
});

test.each([
  ["a second segment within a flag", `${HEAD}CP=&&a21026-Flag=N&&ST=31;CN=2011;CP=&&a21026-Rtd=1&&`, "segment-behind-closing"],
  ["a second CP", `${HEAD}CP=&&a21026-Rtd=1;CP=2&&`, "cp-twice"],
  ["an inner && without a second CP", `${HEAD}CP=&&a21026-Rtd=1&&a34013-Rtd=2&&`, "text-behind-closing"],
  ["&& in the header", `ST=31&&CN=2011;MN=SIM;CN=2011;CP=&&&&`, "closing-before-cp"],
  ["what looks like a text within a value", `${HEAD}CP=&&a-Rtd=1=//&&QN=1;CP=&&b-Rtd=2=//&&`, "segment-behind-closing"],
])("a frame with %s is refused although its CRC fits", (_, segment, code) => {
  expect(decodeFrame(frameSegment(segment))).toMatchObject({
    ok: false,
    error: { code: "wrong-header", detail: { code } },
  });
});

test.each([
  ["&&", "valve && pump"],
  ["##", "## of the line"],
  ["CR LF", "one\r\ntwo"],
  ["a whole segment", "sent CP=&&a21026-Rtd=1&&"],
])("a log text may hold %s", (_, text) => {
  const segment = `${HEAD.replace("2011", "3020")}CP=&&DataTime=20260102030500;i11001-Info=//${text}//;i12001-Info=1&&`;

  expect(decodeFrame(frameSegment(segment))).toMatchObject({
    ok: true,
    value: { quirks: [], pairs: [{ field: "DataTime" }, { value: text, isText: true }, { factor: "i12001", value: "1" }] },
  });
});

test("a data area whose closing && is missing goes to the end, also with a text in it", () => {
  expect(decodeFrame(frameSegment(`${HEAD}CP=&&i11001-Info=//a && b//;i12001-Info=1`))).toMatchObject({
    ok: true,
    value: { quirks: ["cp-not-closed", "field-unknown"], dataArea: "i11001-Info=//a && b//;i12001-Info=1" },
  });
});

test("a name that merely ends in CP is none", () => {
  expect(decodeFrame(frameSegment(`${HEAD}CP=&&TCP=1;a-CP=2&&`))).toMatchObject({
    ok: true,
    value: { quirks: ["field-unknown"], pairs: [{ field: "TCP" }, { factor: "a" }] },
  });
});
