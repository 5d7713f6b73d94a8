import { expect, test } from "vitest";
import { isSecretField, maskSecrets } from "./mask-secrets.ts";

test.each([
  ["ST=32;PW=123456;MN=SIM1", "ST=32;PW=******;MN=SIM1"],
  ["CP=&&newpw = a&b&&", "CP=&&newpw = ***&&"],
  ["NewSK=0123,x", "NewSK=****,x"],
  ["no key and no value", "no key and no value"],
])("%s is shown as %s", (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
});

test("the fields that carry a password or a key are known in whatever capitals", () => {
  expect(["PW", "NewPW", "newsk", "SK", "MN", "PNO"].map(isSecretField)).toEqual([true, true, true, true, false, false]);
});
