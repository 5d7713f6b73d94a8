import type { FieldProblem } from "../../core/casework/refusal.ts";
import type { JudgeAgain } from "../../core/casework/subject.ts";
import { fugitivePlacesOf } from "../../core/judging/fugitive-places.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { type Period, startOfHour } from "../../core/time.ts";

/** An enterprise and outlets of it, as a command names them. */
export interface NamedPlaces {
  readonly enterprise: string;
  readonly outlets: readonly string[];
}

/** What of them does not exist for the caller: what one may not see is not told from what is not there. */
export function unknownPlaces(actor: Actor, { enterprise, outlets }: NamedPlaces, index: RegistryIndex): readonly FieldProblem[] {
  const reach = reachOf(actor, index);
  const isSeen = index.enterpriseById.has(enterprise) && (reach.everything || reach.enterprises.has(enterprise));
  const problems: FieldProblem[] = [];
  if (!isSeen) problems.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: enterprise } });
  for (const [i, id] of outlets.entries()) {
    if (isSeen && index.outletById.get(id)?.enterprise === enterprise) continue;
    problems.push({ pointer: `/outlets/${i}`, code: "unknown-outlet", facts: { id } });
  }
  return problems;
}

/** What is wrong with them on the grid of the decision. */
export function wrongPlaces({ enterprise, outlets }: NamedPlaces, index: RegistryIndex): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!index.enterpriseById.has(enterprise)) {
    problems.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: enterprise } });
  }
  if (outlets.length === 0) problems.push({ pointer: "/outlets", code: "required", facts: {} });
  outlets.forEach((id, position) => {
    if (index.outletById.get(id)?.enterprise === enterprise) return;
    problems.push({
      pointer: `/outlets/${position}`,
      code: "outlet-of-another-enterprise",
      facts: { outlet: id, enterprise },
    });
  });
  return problems;
}

/** The hours of unorganised emissions of an enterprise that are judged again when what is said of them changes. */
export function emissionsOf(enterprise: string, { start, end }: Period, index: RegistryIndex): readonly JudgeAgain[] {
  return fugitivePlacesOf(index, enterprise).map((place) => ({ ...place, from: startOfHour(start), to: end }));
}
