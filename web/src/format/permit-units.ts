import { pollutantUnit } from "../../../words/pollutant-words.ts";

/** Units in which permits of air and water give their limits. */
const PERMIT_UNITS = ["mg/m3", "mg/L"];

/** The unit that HJ 212 gives the factor, and those of permits. */
export function unitsOf(pollutant: string): readonly string[] {
  return [...new Set([pollutantUnit(pollutant), ...PERMIT_UNITS])];
}
