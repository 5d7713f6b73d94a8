import type { Condition, Where } from "../../core/casework/collection.ts";
import type { Reader } from "../../core/casework/subject-door.ts";
import { type Reach, reachOf } from "../../core/people/reach.ts";
import { type Role, rightsOf } from "../../core/people/rights.ts";

/** True of the roles of an enterprise itself. */
export function isOfEnterprise(role: Role): boolean {
  return rightsOf(role).reach === "enterprise";
}

/** Over what a reader reaches as somebody of the grid, and over what as the enterprise itself. */
export function reachesOf({ actor, index }: Pick<Reader, "actor" | "index">): { readonly grid: Reach; readonly own: Reach } {
  return {
    grid: reachOf({ ...actor, roles: actor.roles.filter((role) => !isOfEnterprise(role)) }, index),
    own: reachOf({ ...actor, roles: actor.roles.filter(isOfEnterprise) }, index),
  };
}

/** What lies within a reach, as a condition; empty when everything does. */
export function withinWhere(reach: Reach): Where {
  if (reach.everything) return [];
  const cells: Condition = { field: "cell", in: [...reach.cells] };
  const enterprises: Condition = { field: "enterprise", in: [...reach.enterprises] };
  return [{ any: [[cells], [enterprises]] }];
}
