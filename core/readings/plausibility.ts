/** Channel ranges as far as plausibility needs them. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Numbers that loggers and data tables write where there is no value: the ends of 16- and 32-bit registers, whole and
 * with the decimals of a scaled register.
 * @see docs/sources.md#sentinel-values
 */
const REGISTER_ENDS: ReadonlySet<number> = new Set([
  ...[65535, 6553.5, 655.35, -32768, -3276.8, -327.68, 32767, 3276.7, 327.67],
  ...[4294967295, 429496729.5, -2147483648, 2147483647],
]);

/** `-999`, `-99.99`, `9999`, `9999.9`, `99999.99`: nines only; a positive one has at least four before the point. */
const NINES = /^(?:-(?=(?:\d\.?){3})9+(?:\.9+)?|9{4,}(?:\.9+)?)$/;

/** True for a value that cannot be a measurement: outside the channel's range, or written for "no value". */
export function isImplausible(value: number, range?: Range): boolean {
  if (range !== undefined && (value < range.min || value > range.max)) return true;
  return isSentinel(value);
}

/** True for a number that is written where there is no value. */
export function isSentinel(value: number): boolean {
  // Most values are below every sentinel and not negative: no text is made of them.
  if (value >= 0 && value < 327) return false;
  return REGISTER_ENDS.has(value) || NINES.test(String(value));
}
