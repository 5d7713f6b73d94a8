import type { HourState, HourValue, MinuteFact } from "../../core/judging/hour.ts";
import type { Instant } from "../../core/time.ts";

/**
 * A minute as `[at, value, flag, minutes, seq]`: an hour has up to sixty, and field names would be most of the text.
 */
type MinuteTuple = readonly [at: Instant, value: number, flag: string, minutes: number, seq: number];

/** What is stored of an hour beside its key. */
export interface HourDocument {
  readonly hour?: HourValue;
  readonly minutesCameFirst: boolean;
  readonly minutes: readonly MinuteTuple[];
}

/** What identifies an hour; it has columns of its own. */
export type HourKey = Pick<HourState, "outlet" | "pollutant" | "start">;

/** What is kept of an hour beside its key. */
export function encodeHour({ outlet: _o, pollutant: _p, start: _s, minutes, ...rest }: HourState): HourDocument {
  return { ...rest, minutes: minutes.map(minuteToTuple) };
}

/** The hour as it was encoded. */
export function decodeHour({ outlet, pollutant, start }: HourKey, { minutes, ...rest }: HourDocument): HourState {
  return { outlet, pollutant, start, ...rest, minutes: minutes.map(tupleToMinute) };
}

function minuteToTuple({ at, value, flag, minutes, seq, ...more }: MinuteFact): MinuteTuple {
  // A field that is added to the type and forgotten here does not compile.
  more satisfies Record<string, never>;
  return [at, value, flag, minutes, seq];
}

function tupleToMinute([at, value, flag, minutes, seq]: MinuteTuple): MinuteFact {
  return { at, value, flag, minutes, seq };
}
