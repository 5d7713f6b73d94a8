import { carried } from "./number-text.ts";

/**
 * How many of its family's smallest unit one of it is. Units of one family differ by a power of ten and nothing else:
 * a value can be written in either without knowing what was measured.
 */
const UNITS: Readonly<Record<string, { readonly family: string; readonly exponent: number }>> = {
  "ng/m3": { family: "mass per volume of gas", exponent: -9 },
  "ug/m3": { family: "mass per volume of gas", exponent: -6 },
  "mg/m3": { family: "mass per volume of gas", exponent: -3 },
  "g/m3": { family: "mass per volume of gas", exponent: 0 },
  "ng/l": { family: "mass per volume of water", exponent: -9 },
  "ug/l": { family: "mass per volume of water", exponent: -6 },
  "mg/l": { family: "mass per volume of water", exponent: -3 },
  "g/l": { family: "mass per volume of water", exponent: 0 },
  pa: { family: "pressure", exponent: 0 },
  kpa: { family: "pressure", exponent: 3 },
  mpa: { family: "pressure", exponent: 6 },
  "us/cm": { family: "conductivity", exponent: -6 },
  "ms/cm": { family: "conductivity", exponent: -3 },
};

/** True when both spellings name the same unit: `mg/m³`, `mg/Nm3` and `mg/m3` do. */
export function isSameUnit(a: string, b: string): boolean {
  return a === b || plainUnit(a) === plainUnit(b);
}

/**
 * The exponent `n` with which a value of `from` is written in `to`: value × 10ⁿ. 0 for the same unit; `undefined` when
 * the two do not measure the same, or one of them is not known.
 */
export function unitShift(from: string, to: string): number | undefined {
  if (isSameUnit(from, to)) return 0;
  const [a, b] = [UNITS[plainUnit(from)], UNITS[plainUnit(to)]];
  return a !== undefined && b !== undefined && a.family === b.family ? a.exponent - b.exponent : undefined;
}

/** The value, moved by powers of ten: divided where they are negative, because 0.001 has no exact binary fraction. */
export function shifted(value: number, exponent: number): number {
  return exponent < 0 ? value / 10 ** -exponent : value * 10 ** exponent;
}

/** How many cubic metres an hour one of a unit of flow is. */
const FLOWS: Readonly<Record<string, number>> = {
  "m3/h": 1,
  "m3/min": 60,
  "m3/s": 3_600,
  "l/s": 3.6,
  "l/min": 0.06,
  "l/h": 0.001,
};

/**
 * What flows out in an hour in kg: a mean concentration times a mean flow. `undefined` where one of the units is none
 * of a concentration or a flow.
 */
export function kilogramsOfAnHour(
  concentration: { readonly value: number; readonly unit: string },
  flow: { readonly value: number; readonly unit: string },
): number | undefined {
  const perHour = FLOWS[plainUnit(flow.unit)];
  if (perHour === undefined) return undefined;
  for (const [unit, kilograms] of CONCENTRATIONS) {
    const exponent = unitShift(concentration.unit, unit);
    if (exponent !== undefined) return carried(shifted(concentration.value, exponent) * flow.value * perHour * kilograms);
  }
  return undefined;
}

/** Units of concentration, and the kilograms that are in a cubic metre of one of them. */
const CONCENTRATIONS = [
  ["g/m3", 0.001],
  ["g/L", 1],
] as const;

function plainUnit(unit: string): string {
  return unit.normalize("NFKC").replace("Nm3", "m3").replace(/^μ/, "u").trim().toLowerCase();
}
