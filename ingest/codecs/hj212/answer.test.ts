import { expect, test } from "vitest";
import { answer9013, answer9014 } from "./answer.ts";
import { decodeFrame, type Hj212Message } from "./decode-frame.ts";
import { encodeFrame } from "./encode-frame.ts";

const text = (b: Uint8Array): string => new TextDecoder().decode(b);

function decoded(frame: string): Hj212Message {
  const result = decodeFrame(new TextEncoder().encode(`${frame}\r\n`));
  if (!result.ok) throw new Error(result.error.detail.code);
  return result.value;
}

// Conversations in the three dialects; lengths and CRCs were worked out with the standard's steps, not with this code.
test.each([
  [
    "2017",
    "##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=N&&BDC1",
    "##0087QN=20260102030500123;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&6300\r\n",
  ],
  [
    "2017 split, first part",
    "##0201QN=20260102030406001;ST=32;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20260102010000;w00000-Cou=45.0,w00000-Min=12.0,w00000-Avg=12.5,w00000-Max=13.1,w00000-Flag=N&&09C0",
    "##0087QN=20260102030406001;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&9FC1\r\n",
  ],
  [
    "2025",
    "##0172QN=20260102030600456;ST=31;CN=2051;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=9;CP=&&DataTime=20260102030500;a21026-Min=17.9,a21026-Avg=18.5,a21026-Max=19.2,a21026-Flag=N&&2A80",
    "##0087QN=20260102030600456;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=8;CP=&&&&0780\r\n",
  ],
])("an upload of %s gets its 9014 byte for byte", (_dialect, upload, answer) => {
  expect(text(answer9014(decoded(upload)))).toBe(answer);
});

test("a 2005 upload gets a 9014 with QN and CN in the data area, without PW and MN", () => {
  const upload = decoded(
    text(
      encodeFrame({ qn: "20260102030405678", st: "32", cn: "2051", pw: "123456", mn: "88888880000042", flag: 1, cp: "" }),
    ).trim(),
  );

  expect(text(answer9014(upload))).toBe("##0049ST=91;CN=9014;CP=&&QN=20260102030405678;CN=2051&&D581\r\n");
});

test("a 2005 upload in parts gets a 9014 that names the part, and one without QN a 9014 without", () => {
  const message = { qn: "", cn: "2051", pw: "123456", mn: "A", flag: { value: 3, version: 0, split: true, answer: true } };

  expect(text(answer9014({ ...message, part: { number: 2, total: 3 } }))).toContain("CP=&&CN=2051;PNO=2;PNUM=3&&");
});

test("a heartbeat of 2025 gets its 9013 byte for byte", () => {
  const heartbeat = decoded("##0087QN=20260102030500123;ST=31;CN=9015;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=9;CP=&&&&BB01");

  expect(text(answer9013(heartbeat))).toBe(
    "##0087QN=20260102030500123;ST=91;CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=8;CP=&&&&7EC0\r\n",
  );
});

test("a 2005 notification gets its 9013 as HJ/T 212-2005 prints it", () => {
  const message = {
    qn: "20040516010101001",
    cn: "2072",
    pw: "123456",
    mn: "88888880000001",
    flag: { value: 1, version: 0, split: false, answer: true },
    part: undefined,
  };

  expect(text(answer9013(message))).toBe("##0069ST=91;CN=9013;PW=123456;MN=88888880000001;CP=&&QN=20040516010101001&&0500\r\n");
});

test("a segment beyond 1024 bytes is not encoded", () => {
  expect(() => encodeFrame({ st: "31", cn: "2011", mn: "A", cp: "x".repeat(1_010) })).toThrow(RangeError);
});

test("a backfilled part is encoded in the standard's order", () => {
  expect(
    text(encodeFrame({ qn: "1", st: "31", cn: "2061", pw: "p", mn: "A", flag: 11, pnum: 2, pno: 1, rf: true, cp: "" })),
  ).toMatch(/^##0062QN=1;ST=31;CN=2061;PW=p;MN=A;Flag=11;PNUM=2;PNO=1;RF=1;CP=&&&&/);
});

test("a QN in the data area that is longer than any QN is not repeated: the answer must fit into a frame", () => {
  const flag = { value: 1, version: 0, split: false, answer: true };
  const message = { qn: "1".repeat(1_500), cn: "2051", pw: "123456", mn: "SIM", flag, part: undefined };

  expect(Buffer.from(answer9014(message)).toString()).toContain("CP=&&CN=2051&&");
  expect(Buffer.from(answer9013(message)).toString()).toContain("CP=&&&&");
});
