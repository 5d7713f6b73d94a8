import { unitShift } from "../../core/readings/units.ts";
import { type HourMean, knownHour } from "../period/hour-validity.ts";
import type { Facts } from "../register/rule.ts";

/** The mean of a pollutant in the hour that is judged; `undefined` where none came or it may not be used. */
export function validMean(facts: Facts, pollutant: string): HourMean | undefined {
  const state = facts.hour(pollutant, facts.period.start);
  const hour = state === undefined ? undefined : knownHour(state, facts.now);
  return hour?.validity.validity === "valid" ? hour.mean : undefined;
}

/** True for a mass in a volume of gas or of water: nothing discharges less than nothing of it. */
export function isConcentration(unit: string): boolean {
  return unitShift(unit, "mg/m3") !== undefined || unitShift(unit, "mg/L") !== undefined;
}
