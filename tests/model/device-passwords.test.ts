import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRegistryDocument } from "../../api/resources/registry/parse-registry.ts";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { MN } from "../support/api-fixture.ts";

/** What the registry says of a device with such a password. */
function problemsOf(hj212Password: string): readonly object[] {
  const parsed = parseRegistryDocument({ schema: "outfall/registry/1", devices: [{ mn: MN, hj212Password }] });
  return parsed.ok ? [] : parsed.error;
}

test.each([
  ["semicolon", "12;456"],
  ["equals sign", "12=456"],
  ["ampersand", "12&456"],
  ["comma", "12,456"],
  ["number sign", "##3456"],
  ["blank", "12 456"],
  ["Chinese character", "密码3456"],
  ["control character", "12\t456"],
  ["length of 33", "1".repeat(33)],
  ["length of none", ""],
])("a password of a device with a %s is refused by its field, with the rule", (_, password) => {
  expect(problemsOf(password)).toEqual([
    {
      pointer: "/devices/0/hj212Password",
      code: "not-for-a-frame",
      facts: { most: 32 },
    },
  ]);
});

const anyPassword = fc.oneof(
  fc.string({ minLength: 1, maxLength: 34 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 34 }),
  fc.string({ unit: fc.constantFrom(..."aZ09;=&,#/*-_.~! "), minLength: 1, maxLength: 34 }),
);

// Behaviour
test("a password that the registry takes comes out of a frame as it went in, so that its device is let in", () => {
  fc.assert(
    fc.property(anyPassword, (pw) => {
      fc.pre(problemsOf(pw).length === 0);
      const frame = encodeFrame({ qn: "20260102030500123", st: "31", cn: "2011", pw, mn: MN, flag: 5, cp: "" });
      const decoded = decodeFrame(frame);

      expect(decoded).toMatchObject({ ok: true, value: { pw, mn: MN } });
    }),
    { numRuns: 1_000 },
  );
});
