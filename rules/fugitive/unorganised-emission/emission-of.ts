import type { MinuteFact, PeriodState } from "../../../core/judging/period.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { eachCovered } from "../../period/covered-minutes.ts";
import type { Emission } from "../weigh-declaration.ts";

/**
 * The span of an emission within an hour: from the first minute value that shows it to the end of the last. An hour
 * whose minutes do not show it, or that has none, was emitted in from its beginning to its end; when in it that began
 * nobody knows.
 */
export function emissionOf(state: PeriodState, shows: (fact: MinuteFact) => boolean): Emission {
  const { outlet, pollutant, start } = state;
  const seen: { readonly from: Instant; readonly to: Instant }[] = [];
  eachCovered(state, (fact, covers) => {
    if (shows(fact)) seen.push({ from: fact.at, to: plus(fact.at, covers * MINUTE) });
  });
  const [first] = seen;
  const end = plus(start, HOUR);
  if (first === undefined) return { outlet, pollutant, period: { start, end }, beganBy: end };
  const { to } = seen.at(-1) as typeof first;
  return { outlet, pollutant, period: { start: first.from, end: to }, beganBy: first.to };
}
