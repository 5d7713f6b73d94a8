/**
 * The checksum of appendix A (the same in 2005, 2017 and 2025) and its variants of the field. The standard's looks like
 * CRC-16/MODBUS, but XORs the byte into the register's **high** byte moved down and drops the low one; only 256 results
 * exist, so it never stands for identity.
 * @see docs/sources.md#hj-212-crc
 */
export type CrcVariant = "standard" | "swapped" | "modbus" | "modbus-swapped";

const TABLE: Uint16Array = Uint16Array.from({ length: 256 }, (_, start) => {
  let register = start;
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  return register;
});

/**
 * Step tables for four bytes at once. Only the register's high byte goes on to the next byte, and a step is linear over
 * XOR, so step(step(h ^ a) ^ b) = step²(h ^ a) ^ step(b): the bytes of a group are looked up side by side instead of
 * one after the other.
 */
const STEP_1 = TABLE.map((register) => register >> 8);
const STEP_2 = STEP_1.map((h) => STEP_1[h] as number);
const STEP_3 = STEP_2.map((h) => STEP_1[h] as number);
const STEP_4 = STEP_3.map((h) => STEP_1[h] as number);

/** The standard's CRC of `bytes[start, end)`: the data segment alone, without head, length, CRC and tail. */
export function crcOf(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (end <= start) return 0xffff;
  const last = end - 1;
  let high = 0xff;
  let i = start;
  for (; i + 4 <= last; i += 4) {
    high =
      (STEP_4[high ^ (bytes[i] as number)] as number) ^
      (STEP_3[bytes[i + 1] as number] as number) ^
      (STEP_2[bytes[i + 2] as number] as number) ^
      (STEP_1[bytes[i + 3] as number] as number);
  }
  for (; i < last; i++) high = STEP_1[high ^ (bytes[i] as number)] as number;
  // Only the last byte's step shows its low byte.
  return TABLE[high ^ (bytes[last] as number)] as number;
}

/** CRC-16/MODBUS of `bytes[start, end)`: not the standard's, but some devices send it. */
export function modbusCrcOf(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let register = 0xffff;
  for (let i = start; i < end; i++) register = (register >> 8) ^ (TABLE[(register ^ (bytes[i] as number)) & 0xff] as number);
  return register;
}

/** The CRC of a segment in the given variant. */
export function crcInVariant(segment: Uint8Array, variant: CrcVariant): number {
  switch (variant) {
    case "standard":
      return crcOf(segment);
    case "swapped":
      return swapped(crcOf(segment));
    case "modbus":
      return modbusCrcOf(segment);
    case "modbus-swapped":
      return swapped(modbusCrcOf(segment));
  }
}

/** Which variant gives the printed value, the standard's first; `undefined` when none does. */
export function crcVariantOf(
  printed: number,
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number },
): CrcVariant | undefined {
  const standard = crcOf(bytes, range.start, range.end);
  if (printed === standard) return "standard";
  if (printed === swapped(standard)) return "swapped";
  const modbus = modbusCrcOf(bytes, range.start, range.end);
  if (printed === modbus) return "modbus";
  return printed === swapped(modbus) ? "modbus-swapped" : undefined;
}

/**
 * True when the CRC of a segment that fits in `found` fits in `expected`, too: of a few hundred frames one has a CRC of
 * two variants.
 */
export function fitsAlso(segment: Uint8Array, found: CrcVariant, expected: CrcVariant): boolean {
  return found === expected || crcInVariant(segment, found) === crcInVariant(segment, expected);
}

/** Four hex digits, upper case, high byte first. */
export function formatCrc(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

function swapped(crc: number): number {
  return ((crc & 0xff) << 8) | (crc >> 8);
}
