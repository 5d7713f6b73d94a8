import { expect, test } from "vitest";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { WIRE_DEFECTS, withDefects } from "./wire-defects.ts";

const FRAME = encodeFrame({
  qn: "20260105010020000",
  st: "31",
  cn: "2061",
  pw: "123456",
  mn: "SIM410102000000000009001",
  flag: 5,
  cp: "DataTime=20260105000000;a21002-Min=1,a21002-Avg=2,a21002-Max=3,a21002-Flag=N",
});
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

test("a frame without defects stays as it is, and its QN is the one an answer carries", () => {
  expect(withDefects(FRAME, [])).toEqual({ bytes: FRAME, qn: "20260105010020000" });
});

test.each(WIRE_DEFECTS)("%s changes the frame", (defect) => {
  expect(text(withDefects(FRAME, [defect]).bytes)).not.toBe(text(FRAME));
});

test("a frame without QN has no answer, one with an empty QN has an empty one", () => {
  expect(withDefects(FRAME, ["no-qn-no-flag"]).qn).toBeNull();
  expect(withDefects(FRAME, ["empty-qn"]).qn).toBe("");
});

test("a change of the segment brings its own length and CRC along, so that only the change is wrong", () => {
  const decoded = decodeFrame(withDefects(FRAME, ["time-17-digits"]).bytes);

  expect(decoded).toMatchObject({ ok: true, value: { quirks: ["time-with-milliseconds"] } });
});

test("the wrong CRC is wrong in every variant of the field", () => {
  expect(decodeFrame(withDefects(FRAME, ["crc-wrong"]).bytes).ok).toBe(false);
});

test("GBK text is the four bytes of 演示 and no UTF-8", () => {
  expect(text(withDefects(FRAME, ["gbk-text"]).bytes)).toContain("Memo=//\xd1\xdd\xca\xbe//");
});
