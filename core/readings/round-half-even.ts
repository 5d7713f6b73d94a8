/**
 * A value rounded to so many decimals as GB/T 8170-2008 rounds: to the nearer neighbour, and to the even one where both
 * are equally near (四舍六入五成双). By its decimal digits, as people write it, not by its binary fraction.
 * @see docs/sources.md#comparison
 */
export function roundHalfEven(value: number, decimals: number): number {
  const whole = movedPoint(value, decimals);
  const below = Math.floor(whole);
  const rest = whole - below;
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return movedPoint(isUp ? below + 1 : below, -decimals);
}

/** The value with its decimal point moved to the right: exact where a multiplication is not. */
function movedPoint(value: number, places: number): number {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}
