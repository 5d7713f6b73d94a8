import type { AlertLevel } from "../../core/judging/finding.ts";

/** From this level on a finding is somebody's matter: it stands in an incident, and the incident in a case. */
export type StandingLevel = Extract<AlertLevel, "A2" | "A3" | "A4">;

/** How many findings stand, by their level. */
export type StandingCounts = Readonly<Record<StandingLevel, number>>;

export const NONE_STANDING: StandingCounts = { A2: 0, A3: 0, A4: 0 };

/** How many findings stand. */
export function totalOf({ A2, A3, A4 }: StandingCounts): number {
  return A2 + A3 + A4;
}

/** The highest level at which a finding stands; `null` when none does. */
export function levelOf({ A2, A3, A4 }: StandingCounts): StandingLevel | null {
  if (A4 > 0) return "A4";
  if (A3 > 0) return "A3";
  return A2 > 0 ? "A2" : null;
}

/** The sum of two counts. */
export function plusCounts(a: StandingCounts, b: StandingCounts): StandingCounts {
  return { A2: a.A2 + b.A2, A3: a.A3 + b.A3, A4: a.A4 + b.A4 };
}

/** What is left of a count when another is taken away. */
export function minusCounts(a: StandingCounts, b: StandingCounts): StandingCounts {
  return { A2: a.A2 - b.A2, A3: a.A3 - b.A3, A4: a.A4 - b.A4 };
}

/** The count of one finding. */
export function countOf({ level }: { readonly level: StandingLevel }): StandingCounts {
  return { ...NONE_STANDING, [level]: 1 };
}
