import { expect, test } from "vitest";
import { maskPassword, rawText } from "./raw-text.ts";

const mask = (text: string): string => new TextDecoder().decode(maskPassword(new TextEncoder().encode(text)));

test("the password of a frame is starred out and its length stays", () => {
  expect(mask("##0000ST=31;PW=123456;MN=SIM1;CP=&&&&")).toBe("##0000ST=31;PW=******;MN=SIM1;CP=&&&&");
});

test("the new password of a change is starred out too, up to the end of the data area", () => {
  expect(mask("PW=123456;CP=&&NewPW=654321&&1C80")).toBe("PW=******;CP=&&NewPW=******&&1C80");
});

test("a new SM4 key is starred out as well", () => {
  expect(mask("CP=&&SKCreateTime=20260102030405000;NewSK=SimKey0123456789&&1C80")).toBe(
    "CP=&&SKCreateTime=20260102030405000;NewSK=****************&&1C80",
  );
});

test("capitals and blanks do not matter, and a single & is part of the password", () => {
  expect(mask("pw=123456;MN=A;CP=&&newPw = 65&321&&")).toBe("pw=******;MN=A;CP=&&newPw = ******&&");
  expect(mask("CP=&&newsk=SimKey0123456789,a=1&&")).toBe("CP=&&newsk=****************,a=1&&");
});

test("bytes that are no text keep their values and their number", () => {
  const raw = Uint8Array.from([0xd6, 0xd0, ...new TextEncoder().encode("PW=1"), 0xff, 0x3b, 0xd6]);

  expect([...maskPassword(raw)]).toEqual([0xd6, 0xd0, ...new TextEncoder().encode("PW=**"), 0x3b, 0xd6]);
});

test("a message without a password stays as it is", () => {
  expect(mask('{"at":"2026-11-23T00:00:00Z"}')).toBe('{"at":"2026-11-23T00:00:00Z"}');
  expect(mask("PW=")).toBe("PW=");
});

test("bytes that are no text come as base64", () => {
  expect(rawText(Uint8Array.from([0xd6, 0xd0]))).toEqual({ raw: "1tA=", rawEncoding: "base64" });
});
