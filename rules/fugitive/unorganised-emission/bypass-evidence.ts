import type { MinuteFact, PeriodState } from "../../../core/judging/period.ts";
import { HOUR, MINUTE } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { sumCovered } from "../../period/covered-minutes.ts";
import { inForce } from "../../period/fold-reading.ts";
import { isUsableMinute, isUsableVersion } from "../../period/hour-validity.ts";
import { emissionOf } from "./emission-of.ts";
import type { FugitiveEvidence } from "./fugitive-evidence.ts";

const LEAST = FIGURES.bypassOpen.value;

/**
 * A bypass or emergency outlet that is open is strong evidence and stands alone. Its channel says 1 while it is open,
 * else 0, and the mean of a period the share of it: so many minutes of the hour it was open, by its minute values, or
 * by the hour where no minutes came. Shorter than the debounce is a switch that chatters.
 */
export function bypassEvidence(state: PeriodState): FugitiveEvidence | undefined {
  const isOpen = (fact: MinuteFact): boolean => isUsableMinute(fact) && fact.versions[0].value > 0;
  const own = inForce(state);
  const usable = state.minutes.filter(isUsableMinute);
  const newest = usable.at(-1)?.versions[0] ?? (own !== undefined && isUsableVersion(own) ? own : undefined);
  if (newest === undefined) return undefined;
  const minutes =
    usable.length > 0
      ? sumCovered(state, (fact, covers) => (isOpen(fact) ? fact.versions[0].value * covers : 0))
      : (newest.value * HOUR) / MINUTE;
  const isFound = minutes >= LEAST;
  const seen = { minutes, least: LEAST };
  return {
    state,
    kind: "bypass-open",
    verdict: isFound ? "exceeding" : "compliant",
    reason: { code: isFound ? "bypass-open" : "bypass-closed", facts: {} },
    value: minutes,
    unit: "min",
    limit: null,
    validity: "valid",
    emission: { ...emissionOf(state, isOpen), pollutant: null },
    seq: newest.seq,
    steps: () => [{ code: "bypass-seen", facts: seen }],
  };
}
