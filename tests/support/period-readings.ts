import type { PeriodState } from "../../core/judging/period.ts";
import type { Reading } from "../../core/readings/reading.ts";
import { HOUR, type Instant, instant, MINUTE, plus } from "../../core/time.ts";
import { type ArrivedReading, foldReading, periodOf } from "../../rules/period/fold-reading.ts";
import { HOUR_START } from "./hour-facts.ts";
import { ORIGIN } from "./reading-origin.ts";

/** When the readings of tests arrive where it does not matter: five minutes after the hour that they judge. */
export const ARRIVAL: Instant = plus(HOUR_START, HOUR + 5 * MINUTE);

/** The n-th thing that a device said of the hour that tests judge: 150 mg/m³ with flag N, as it arrived. */
export function aReading(over: Partial<Reading> = {}, n = 0, came: Partial<ArrivedReading> = {}): ArrivedReading {
  const facts = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", at: HOUR_START, value: 150, flag: "N" } as const;
  return {
    reading: { ...ORIGIN, ...facts, unit: "mg/m3", order: instant(ARRIVAL + n), ...over },
    seq: n + 1,
    now: ARRIVAL,
    channelFrom: 0,
    isHistory: false,
    ...came,
  };
}

/** The period after all of them; they are of one period. */
export function foldAll(readings: readonly ArrivedReading[], known?: PeriodState): PeriodState {
  const state = readings.reduce<PeriodState | undefined>((before, arrived) => {
    const key = periodOf(arrived.reading);
    return key === undefined ? before : foldReading(key, before, arrived);
  }, known);
  if (state === undefined) throw new Error("nothing of a period came");
  return state;
}
