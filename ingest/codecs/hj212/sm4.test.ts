import { createCipheriv, getCiphers } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { blockCipher, decryptGroups, encryptGroups, sm4KeyBytes } from "./sm4.ts";
import { sm4Blocks } from "./sm4-pure.ts";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ""), "hex"));
const key16 = fc.uint8Array({ minLength: 16, maxLength: 16 });

// GB/T 32907, example 1.
const SAMPLE = hex("0123456789ABCDEFFEDCBA9876543210");
const SAMPLE_ENCRYPTED = hex("681EDF34D206965E86B3E94F536E4246");

test("the example of the cipher's standard comes out, with OpenSSL and without", () => {
  expect(Buffer.from(encryptGroups(SAMPLE, SAMPLE))).toEqual(Buffer.from(SAMPLE_ENCRYPTED));
  expect(sm4Blocks(SAMPLE, SAMPLE, "encrypt")).toEqual(SAMPLE_ENCRYPTED);
  expect(sm4Blocks(SAMPLE, SAMPLE_ENCRYPTED, "decrypt")).toEqual(SAMPLE);
});

test("what is encrypted is decrypted, and a remainder shorter than a group stays readable", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), key16, (plain, key) => {
      const encrypted = encryptGroups(plain, key);
      const whole = plain.length - (plain.length % 16);

      expect(encrypted).toHaveLength(plain.length);
      expect(Buffer.from(encrypted.subarray(whole))).toEqual(Buffer.from(plain.subarray(whole)));
      expect(Buffer.from(decryptGroups(encrypted, key))).toEqual(Buffer.from(plain));
    }),
  );
});

test.skipIf(!getCiphers().includes("sm4-ecb"))("ours encrypts and decrypts as OpenSSL does", () => {
  const groups = fc.integer({ min: 0, max: 4 }).chain((n) => fc.uint8Array({ minLength: n * 16, maxLength: n * 16 }));
  fc.assert(
    fc.property(groups, key16, (plain, key) => {
      const theirs = createCipheriv("sm4-ecb", key, null).setAutoPadding(false).update(plain);

      expect(Buffer.from(sm4Blocks(key, plain, "encrypt"))).toEqual(theirs);
      expect(Buffer.from(sm4Blocks(key, theirs, "decrypt"))).toEqual(Buffer.from(plain));
    }),
  );
});

test("where OpenSSL has no SM4, ours is used", () => {
  expect(blockCipher(false)).toBe(sm4Blocks);
  expect(blockCipher(true)).not.toBe(sm4Blocks);
});

test("a key is written as 32 hex digits or as 16 characters", () => {
  expect(sm4KeyBytes("0123456789abcdefFEDCBA9876543210")).toEqual(SAMPLE);
  expect(sm4KeyBytes("SimKey0123456789")).toEqual(new TextEncoder().encode("SimKey0123456789"));
  expect(sm4KeyBytes("SimKey012345678")).toBeUndefined();
});

test("a key that is not 16 bytes long is a mistake of the caller", () => {
  expect(() => encryptGroups(SAMPLE, SAMPLE.subarray(1))).toThrow(RangeError);
  expect(() => decryptGroups(SAMPLE, SAMPLE.subarray(1))).toThrow(RangeError);
});
