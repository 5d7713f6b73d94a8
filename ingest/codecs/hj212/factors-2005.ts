import { POLLUTANTS } from "../../../core/readings/pollutants.ts";

/** What a factor code of HJ/T 212-2005 became in 2017. */
export interface Factor2005 {
  /** The code of HJ 212-2017. */
  readonly code: string;
  /** A value in the 2005 table's unit times this is a value in the 2017 table's unit. What a device really sends belongs to its channel. */
  readonly unitFactor: number;
}

/**
 * Where the two tables differ in their unit: metals from mg/L to µg/L, alkyl mercury and thallium from mg/L to ng/L, ammonia in air from mg/m³ to ng/m³.
 * Pressures (S04, S08) are printed in MPa in 2005, but every captured device sends kPa already: they keep the factor 1.
 */
const UNIT_FACTORS: ReadonlyMap<string, number> = new Map([
  ...(["020", "022", "024", "026", "027", "034", "035"] as const).map((code) => [code, 1e3] as const),
  ...(["021", "041", "10"] as const).map((code) => [code, 1e6] as const),
]);

/**
 * Factor codes of 2005 by what they became, for those who set up channels of an old device. Codes are texts: `01` (dust) is not `001` (pH). The decoder keeps
 * the code as the device says it; the channel maps it.
 * @see docs/sources.md#hj-212-factors
 */
export const FACTORS_2005: ReadonlyMap<string, Factor2005> = new Map(
  [...POLLUTANTS.values()]
    .filter((p) => p.code2005 !== "")
    .map((p) => [p.code2005, { code: p.code, unitFactor: UNIT_FACTORS.get(p.code2005) ?? 1 }]),
);
