import type { AbsenceWire } from "../../../../cases/absence/absence-wire.ts";

/** How an absence stands; one that was called off covers no time. */
export type AbsenceState = "away" | "to-come" | "over" | "called-off";

/** How an absence stands at `nowMs`: it begins with `from` and is over at `to`. */
export function absenceState({ from, to }: Pick<AbsenceWire, "from" | "to">, nowMs: number): AbsenceState {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (start >= end) return "called-off";
  if (nowMs < start) return "to-come";
  return nowMs < end ? "away" : "over";
}
