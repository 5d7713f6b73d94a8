import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";

type State = OutletWire["state"];

const WORST_FIRST: readonly Exclude<State, "offline" | null>[] = ["exceeding", "warning", "cannot-judge", "exempt", "ok"];

/**
 * The state of an outlet from those of its pollutants, the worst of them; the server's own where it has no pollutant
 * with a limit. An outlet is offline when all of them are: with one silent among others not everything can be judged.
 */
export function worstState(states: readonly State[], own: State): State {
  if (states.length > 0 && states.every((s) => s === "offline")) return "offline";
  const said = new Set(states.map((s) => (s === "offline" ? "cannot-judge" : s)));
  return WORST_FIRST.find((s) => said.has(s)) ?? own;
}

/** The pollutants of an outlet, measured or registered: what has a limit first, then by code. */
export function pollutantsInOrder({ latest, pollutants }: Pick<OutletWire, "latest" | "pollutants">): readonly string[] {
  const limited = new Set(latest.filter((l) => l.limit !== null).map((l) => l.pollutant));
  const rank = (pollutant: string): number => (limited.has(pollutant) ? 0 : 1);
  return [...new Set([...latest.map((l) => l.pollutant), ...pollutants])].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
