/**
 * A number as a sentence shows it: all digits that matter, without the noise of binary fractions (`0.30000000000000004`
 * → `0.3`).
 */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** A unit as people write it: `mg/m3` → `mg/m³`. */
export function unitText(unit: string): string {
  return unit.replaceAll("m3", "m³").replaceAll("m2", "m²").replace(/^ug\//, "µg/");
}

/**
 * True when both spellings name the same unit: `mg/m³`, `mg/Nm3` and `mg/m3` do. No unit is ever converted into
 * another.
 */
export function isSameUnit(a: string, b: string): boolean {
  return plainUnit(a) === plainUnit(b);
}

function plainUnit(unit: string): string {
  return unit
    .replaceAll("³", "3")
    .replaceAll("²", "2")
    .replace("Nm3", "m3")
    .replace(/^[µμ]g/, "ug")
    .trim()
    .toLowerCase();
}
