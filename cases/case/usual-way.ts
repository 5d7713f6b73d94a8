import type { CaseState } from "./case.ts";
import { transitionsFrom } from "./transitions.ts";

const USUAL_WAY: readonly CaseState[] = [
  "signal",
  "reported",
  "accepted",
  "dispatched",
  "handling",
  "result",
  "verify",
  "closed",
  "archived",
];

/** Nothing is ahead of a case that was turned down, although the desk still files it away. */
const TURNED_DOWN: ReadonlySet<CaseState> = new Set(["rejected", "dismissed"]);

/**
 * The states of the usual way that are still to come after a state. A detour goes on with the earliest state that one
 * of its steps leads back to.
 */
export function usuallyAhead(state: CaseState): readonly CaseState[] {
  if (TURNED_DOWN.has(state)) return [];
  const place = USUAL_WAY.indexOf(state);
  if (place >= 0) return USUAL_WAY.slice(place + 1);
  const next = new Set(transitionsFrom(state).map((step) => step.to));
  return USUAL_WAY.slice(USUAL_WAY.findIndex((usual) => next.has(usual)));
}
