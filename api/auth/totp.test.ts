import { expect, test } from "vitest";
import { fromBase32, hotp, newTotpSecret, stepOfCode, toBase32, totpStep, totpUri } from "./totp.ts";

const KEY = new TextEncoder().encode("12345678901234567890");
const SECRET = toBase32(KEY);

test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("RFC 4648, 10: %j in base 32 is %s", (text, encoded) => {
  expect(toBase32(new TextEncoder().encode(text))).toBe(encoded);
  expect(new TextDecoder().decode(fromBase32(encoded))).toBe(text);
});

test.each(
  ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"].map(
    (code, count) => [count, code] as const,
  ),
)("RFC 4226, appendix D: the count %i gives %s", (count, code) => {
  expect(hotp(KEY, count)).toBe(code);
});

test.each([
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
])("RFC 6238, appendix B: %i s after 1970 give %s", (seconds, code) => {
  expect(hotp(KEY, totpStep(seconds * 1000), 8)).toBe(code);
});

test("a code counts within its step and one step either way, and each step once", () => {
  const nowMs = 1_111_111_109_000;
  const now = totpStep(nowMs);
  const stepOf = (step: number, lastStep = 0) => stepOfCode(SECRET, hotp(KEY, step), { nowMs, lastStep });

  expect([now - 2, now - 1, now, now + 1, now + 2].map((step) => stepOf(step))).toEqual([
    undefined,
    now - 1,
    now,
    now + 1,
    undefined,
  ]);
  expect(stepOf(now, now)).toBeUndefined();
  expect(stepOf(now + 1, now)).toBe(now + 1);
  for (const wrong of ["", "000000", "0818040", "abcdef"])
    expect(stepOfCode(SECRET, wrong, { nowMs, lastStep: 0 })).toBeUndefined();
});

test("a secret has 160 bits, and the address for an app names the account", () => {
  const secret = newTotpSecret();

  expect(fromBase32(secret)).toHaveLength(20);
  expect(totpUri(secret, "李 伟")).toBe(
    `otpauth://totp/Outfall:%E6%9D%8E%20%E4%BC%9F?secret=${secret}&issuer=Outfall&algorithm=SHA1&digits=6&period=30`,
  );
});
