import { err, ok, type Result } from "../../core/result.ts";
import { FIGURES } from "../../limits/figures.ts";

/** Oxygen of ambient air in the conversion formula, volume percent. */
export const AIR_OXYGEN = FIGURES.airOxygen.value;

export type OxygenFailure =
  /** Measured oxygen is 21 % or more, negative, or not a number. */
  | { readonly code: "measured-oxygen-unusable"; readonly oxygen: number }
  /** The limit's reference oxygen is missing or not within 0 … 21 %. */
  | { readonly code: "reference-oxygen-unusable" };

/**
 * Converts a measured concentration (dry, standard state) to the reference oxygen content (折算浓度):
 * `C × (21 − O2 reference) / (21 − O2 measured)`. Not rounded. Measured oxygen of 21 % or more makes the value
 * unusable.
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
