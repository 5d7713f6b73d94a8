import type { HourState, HourValue, MinuteFact } from "../core/judging/hour.ts";
import type { Reason } from "../core/judging/reason-codes.ts";
import { isUsableFlag } from "../core/readings/reading.ts";
import { HOUR, MINUTE, plus } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";

/** Exactly so many are enough. @see docs/sources.md#hj-75-valid-hour */
const REQUIRED_VALID_MINUTES = FIGURES.validMinutesOfAnHour.value;

/** Whether an hour mean may be judged, with the figures for the sentence. */
export type HourValidity = ValidHour | InvalidHour;

interface ValidHour {
  readonly validity: "valid";
  /** Valid minutes of the hour; `null` when no minute data exist, and then the hour mean's own flag decides alone. */
  readonly validMinutes: number | null;
}

/** An hour that cannot be judged: too few minutes can only be known where there are minute data. */
type InvalidHour =
  | { readonly validity: "flagged"; readonly validMinutes: number | null }
  | { readonly validity: "too-few"; readonly validMinutes: number };

/**
 * Decides whether an hour mean is valid: its own flag is usable, and at least 45 of its minutes are valid where minute
 * data exist. A missing minute counts as invalid only when minute data were there before the hour mean came. When they
 * came after it, more may be on their way, and the hour has too few only if the flagged minutes alone leave less than
 * 45.
 */
export function evaluateHourValidity(hour: HourValue, state: HourState): HourValidity {
  const validMinutes = countValidMinutes(state);
  if (!isUsableFlag(hour.flag)) return { validity: "flagged", validMinutes };
  if (validMinutes !== null && validMinutes < REQUIRED_VALID_MINUTES) return { validity: "too-few", validMinutes };
  return { validity: "valid", validMinutes };
}

/** Why an hour that is not valid cannot be judged. */
export function invalidityReason(hour: HourValue, found: InvalidHour): Reason {
  return found.validity === "flagged"
    ? { code: "flagged-data", facts: { flag: hour.flag } }
    : { code: "too-few-minutes", facts: { valid: found.validMinutes, required: REQUIRED_VALID_MINUTES } };
}

function countValidMinutes(state: HourState): number | null {
  if (state.minutes.length === 0) return null;
  const usable = state.minutes.filter((m) => isUsableFlag(m.flag));
  const unusable = state.minutes.filter((m) => !isUsableFlag(m.flag));
  return state.minutesCameFirst ? sumMinutes(usable, state) : HOUR / MINUTE - sumMinutes(unusable, state);
}

/**
 * A reading covers its interval, but never beyond the next reading or the hour: a wrongly registered interval counts no
 * minute twice.
 */
function sumMinutes(facts: readonly MinuteFact[], state: HourState): number {
  const hourEnd = plus(state.start, HOUR);
  let sum = 0;
  for (const fact of facts) {
    const following = state.minutes.find((m) => m.at > fact.at);
    const room = ((following?.at ?? hourEnd) - fact.at) / MINUTE;
    sum += Math.min(fact.minutes, room);
  }
  return sum;
}
