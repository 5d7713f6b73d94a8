/** The data flags of the three editions. `Td` (2025) is the only one of two characters. */
export const DATA_FLAGS: readonly string[] = ["N", "F", "M", "S", "D", "C", "T", "B", "P", "0", "1", "2", "3", "Td"];

const KNOWN: ReadonlySet<string> = new Set(DATA_FLAGS);
const POSSIBLE = /^[A-Za-z0-9]{1,8}$/;

/**
 * True for a flag that some edition of HJ 212 knows, in its capitals. Any other is kept as the device said it, and the
 * value under it is never taken for good.
 * @see docs/sources.md#hj-212-data-flags
 */
export function isKnownFlag(flag: string): boolean {
  return KNOWN.has(flag);
}

/**
 * True for what may be a data flag at all: one to eight letters or digits. Anything else is no flag, but damage or
 * another field's text.
 */
export function isPossibleFlag(flag: string): boolean {
  return POSSIBLE.test(flag);
}
