/**
 * A number as a sentence shows it: all digits that matter, without the noise of binary fractions (`0.30000000000000004`
 * → `0.3`).
 */
export function numberText(value: number): string {
  return String(carried(value));
}

/** A unit as people write it: `mg/m3` → `mg/m³`. */
export function unitText(unit: string): string {
  return unit.replaceAll("m3", "m³").replaceAll("m2", "m²").replace(/^ug\//, "µg/");
}

/**
 * How many significant digits a result of arithmetic can carry: the inputs have fewer, and a binary fraction loses no
 * more than the last three of its fifteen.
 */
export const CARRIED_DIGITS = 12;

/** A result of arithmetic without the noise of binary fractions: `200.00000000000003` is 200. */
export function carried(value: number): number {
  return Number(value.toPrecision(CARRIED_DIGITS));
}

/** A share in percent. */
export function inPercent(share: number): number {
  return carried(share * 100);
}
