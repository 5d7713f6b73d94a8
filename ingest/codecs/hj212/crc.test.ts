import fc from "fast-check";
import { expect, test } from "vitest";
import { crcInVariant, crcOf, crcVariantOf, formatCrc, modbusCrcOf } from "./crc.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const STANDARD = "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";

// The first rows are worked by hand from the steps of appendix A; the last three are printed in HJ 212-2017 and HJ
// 212-2025.
test.each([
  ["", "FFFF", "FFFF"],
  ["\u0000", "4040", "40BF"],
  ["Q", "BC81", "BC7E"],
  ["QN", "8581", "14BC"],
  ["123456789", "2F80", "4B37"],
  [STANDARD, "1C80", "0759"],
  ["QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&", "2200", "CCF4"],
  [
    "ST=32;CN=2011;PW=123456;MN=LD130133000015;CP=&&DataTime=20160824003817000;B01-Rtd=36.91;011-Rtd=231.0,011-Flag=N;060-Rtd=1.803,060-Flag=N&&",
    "4980",
    "264D",
  ],
])("the CRC of %j is %s, and not the %s of Modbus", (segment, standard, modbus) => {
  expect(formatCrc(crcOf(bytes(segment)))).toBe(standard);
  expect(formatCrc(modbusCrcOf(bytes(segment)))).toBe(modbus);
});

test("a printed CRC is recognised in each of its four variants", () => {
  const segment = bytes(STANDARD);
  const range = { start: 0, end: segment.length };

  expect(crcVariantOf(0x1c80, segment, range)).toBe("standard");
  expect(crcVariantOf(0x801c, segment, range)).toBe("swapped");
  expect(crcVariantOf(0x0759, segment, range)).toBe("modbus");
  expect(crcVariantOf(0x5907, segment, range)).toBe("modbus-swapped");
  expect(crcVariantOf(0x1c08, segment, range)).toBeUndefined();
});

test("the CRC in a variant is the one that is recognised as it", () => {
  const segment = bytes(STANDARD);
  const variants = ["standard", "swapped", "modbus", "modbus-swapped"] as const;

  expect(variants.map((v) => crcInVariant(segment, v))).toEqual([0x1c80, 0x801c, 0x0759, 0x5907]);
});

test("the CRC looks only at the range it is given", () => {
  expect(crcOf(bytes("##Q;"), 2, 3)).toBe(0xbc81);
});

/** The eight shifts of appendix A, byte by byte. */
function bitwiseCrc(segment: Uint8Array): number {
  let register = 0xffff;
  for (const byte of segment) {
    register = (register >> 8) ^ byte;
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register;
}

test("four bytes at once give what one bit at a time gives", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (segment) => {
      expect(crcOf(segment)).toBe(bitwiseCrc(segment));
    }),
    { numRuns: 1_000 },
  );
});
