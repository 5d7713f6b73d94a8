import { expect, test } from "vitest";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { createFrameCutter } from "../ingest/codecs/hj212/frame-cutter.ts";
import { type PlatformAnswer, readAnswer } from "./read-answer.ts";

function read(cn: string, cp: string): PlatformAnswer | undefined {
  const frame = encodeFrame({ qn: "20261123090003120", st: "91", cn, pw: "123456", mn: "SIM1", flag: 4, cp });
  const cutter = createFrameCutter();
  cutter.push(frame);
  const found = cutter.next();
  if (found?.kind !== "frame") throw new Error("no frame");
  return readAnswer(found);
}

const QN = { qn: "20261123090003120" };

test.each([
  ["9014", "", { ...QN, kind: "acknowledged", cn: "9014", code: null }],
  ["9011", "QnRtn=1", { ...QN, kind: "accepted", cn: "9011", code: "1" }],
  ["9011", "QnRtn=3", { ...QN, kind: "refused", cn: "9011", code: "3" }],
  ["9012", "ExeRtn=1", undefined],
  ["9012", "ExeRtn=100", { ...QN, kind: "refused", cn: "9012", code: "100" }],
  ["9012", "", { ...QN, kind: "refused", cn: "9012", code: null }],
  ["1012", "PolId=a21026", undefined],
])("a platform's %s with %j is read as %j", (cn, cp, answer) => {
  expect(read(cn, cp)).toEqual(answer);
});

test("a frame whose command cannot be read answers nothing", () => {
  expect(read("9O14", "")).toBeUndefined();
});
