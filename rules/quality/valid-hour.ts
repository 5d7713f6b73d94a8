import { OXYGEN, WATER_FLOW } from "../../core/readings/pollutants.ts";
import { unitShift } from "../../core/readings/units.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { type HourMean, knownHour } from "../period/hour-validity.ts";
import type { Facts } from "../register/rule.ts";

/** The mean of a pollutant in an hour, the one that is judged; `undefined` where none came or it may not be used. */
export function validMean(facts: Facts, pollutant: string, start = facts.period.start): HourMean | undefined {
  const state = facts.hour(pollutant, start);
  const hour = state === undefined ? undefined : knownHour(state, facts.now);
  return hour?.validity.validity === "valid" ? hour.mean : undefined;
}

/** The starts of the hours of the day that is counted. */
export function startsOfDay({ period }: Facts): readonly Instant[] {
  return Array.from({ length: DAY / HOUR }, (_, n) => plus(period.start, n * HOUR));
}

/** What tells of a place that its plant runs: the oxygen of its stack, or water that flows. */
export function signOfRunning({ kind }: Outlet): string {
  return kind === "stack" ? OXYGEN : WATER_FLOW;
}

/** The measurement that says that the plant runs in the hour. Where it is not measured, nothing does. */
export function running(facts: Facts, start = facts.period.start): HourMean | undefined {
  const sign = signOfRunning(facts.outlet);
  const mean = validMean(facts, sign, start);
  if (mean === undefined || mean.value <= 0) return undefined;
  return sign === OXYGEN && mean.value >= FIGURES.runningOxygen.value ? undefined : mean;
}

/** True for a mass in a volume of gas or of water: nothing discharges less than nothing of it. */
export function isConcentration(unit: string): boolean {
  return unitShift(unit, "mg/m3") !== undefined || unitShift(unit, "mg/L") !== undefined;
}
