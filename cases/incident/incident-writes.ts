import type { SubjectWrite } from "../../core/casework/collection.ts";
import type { StandingChange } from "./change-standing.ts";
import type { Incident } from "./incident.ts";
import { INCIDENTS } from "./incident-collection.ts";
import { NONE_STANDING } from "./standing-counts.ts";
import { STANDING_DAYS } from "./standing-day.ts";

/** The rows that a change of incidents rewrites; `caseOf` says which case each one is given to. */
export function writesOf(change: StandingChange, caseOf: (incident: Incident) => string): readonly SubjectWrite[] {
  const { days, incident, met, parted } = change;
  const merged = met.map((m): Incident => ({ ...m, standing: NONE_STANDING, highest: null, mergedInto: incident.id }));
  const living = [incident, ...parted.map((p) => p.incident)].map((i): Incident => ({ ...i, caseId: caseOf(i) }));
  return [
    ...days.map((row) => ({ collection: STANDING_DAYS, row })),
    ...[...merged, ...living].map((row) => ({ collection: INCIDENTS, row })),
  ];
}
