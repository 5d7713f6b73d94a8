import { expect, test } from "vitest";
import { readableHeader } from "./readable-header.ts";

const read = (text: string) => readableHeader(new TextEncoder().encode(text));

test("the header of a frame with a wrong CRC names sender, command, part and lateness, never the password", () => {
  const header = read("##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=SIM1;PNUM=3;PNO=2;Flag=7;RF=1;CP=&&MN=OTHER&&0000");

  expect(header).toEqual({
    qn: "20260102030500123",
    st: "32",
    cn: "2011",
    isBackfill: true,
    mn: "SIM1",
    flag: { value: 7, version: 1, split: true, answer: true },
    part: { number: 2, total: 3 },
  });
});

test.each([
  [
    "a key that stands twice is not believed",
    "QN=1;ST=32;ST=31;CN=2011;MN=SIM1;MN=SIM2;Flag=4;CP=&&&&",
    ["cn", "flag", "isBackfill", "part", "qn"],
  ],
  ["without a command its flag and lateness say nothing", "ST=32;MN=SIM1;Flag=4;RF=1;CP=&&&&", ["mn", "st"]],
  ["a command that is none counts as missing", "CN=20x1;MN=SIM1;Flag=4;CP=&&&&", ["mn"]],
  ["a Flag that is none is left out", "CN=2011;Flag=x;CP=&&&&", ["cn", "isBackfill"]],
  ["an ST and an MN that cannot be are left out", "CN=2011;ST=3-2;MN=a b;Flag=x;CP=&&&&", ["cn", "isBackfill"]],
  ["a QN that is too long is left out", `QN=${"1".repeat(200)};MN=SIM1;CP=&&&&`, ["mn"]],
  ["a QN with control characters is left out", "QN=1\u00012;MN=SIM1;CP=&&&&", ["mn"]],
  ["a QN in which a password hides is left out", "QN=PW=123456;MN=SIM1;CP=&&&&", ["mn"]],
  ["what is no header says nothing", "GET / HTTP/1.1\r\n", []],
  ["nothing says nothing", "", []],
] as const)("%s", (_what, text, fields) => {
  expect(Object.keys(read(text)).sort()).toEqual(fields);
});
