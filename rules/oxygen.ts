import { err, ok, type Result } from "../core/result.ts";

/** Oxygen of ambient air in the conversion formula, volume percent. */
const AIR_OXYGEN = 21;

/** From here on the factor explodes (24-fold at 20.5 % for a reference of 9 %): computed, but said in the steps. Product default. */
export const HIGH_OXYGEN = 19;

export type OxygenFailure =
  /** Measured oxygen is 21 % or more, negative, or not a number. */
  | { readonly code: "measured-oxygen-unusable"; readonly oxygen: number }
  /** The limit's reference oxygen is missing or not within 0 … 21 %. */
  | { readonly code: "reference-oxygen-unusable" };

/**
 * Converts a measured concentration (dry, standard state) to the reference oxygen content (折算浓度):
 * `C × (21 − O2 reference) / (21 − O2 measured)`. Not rounded. Measured oxygen of 21 % or more makes the value unusable.
 * @param o2Measured volume percent, dry, 0 <= o2 < 21
 * @param o2Reference volume percent, dry, 0 <= o2 < 21
 * @see docs/sources.md#oxygen-conversion
 */
export function atReferenceOxygen(value: number, o2Measured: number, o2Reference: number): Result<number, OxygenFailure> {
  if (!isBelowAir(o2Reference)) return err({ code: "reference-oxygen-unusable" });
  if (!isBelowAir(o2Measured)) return err({ code: "measured-oxygen-unusable", oxygen: o2Measured });
  return ok((value * (AIR_OXYGEN - o2Reference)) / (AIR_OXYGEN - o2Measured));
}

function isBelowAir(oxygen: number): boolean {
  return oxygen >= 0 && oxygen < AIR_OXYGEN;
}
