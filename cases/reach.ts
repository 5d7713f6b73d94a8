import type { Actor } from "../core/people/actor.ts";
import type { Role } from "../core/people/rights.ts";
import { cellOfEnterprise, descendantsOf, type RegistryIndex, streetOfEnterprise } from "../core/registry/grid.ts";

/** What a right is asked for: the cell that owns it and the enterprise it is about. */
export interface Matter {
  readonly cell: string | null;
  readonly enterprise: string | null;
}

/** Who works for the whole district unless cells narrow it down. */
const DISTRICT_ROLES: readonly Role[] = [
  "bureau-staff",
  "duty-desk",
  "leading-group-office",
  "handling-unit",
  "enforcement-officer",
];

/**
 * True when a matter lies within an actor's reach: its own enterprise, or a cell the actor answers for, or one below such a cell. A community
 * officer reaches the cases of the enterprises in the community even though the street owns them. An enterprise without a cell belongs to the whole
 * district. The bureau, its desks and its teams reach the whole district when no cells are named for them.
 */
export function isWithinReach(index: RegistryIndex, actor: Actor, matter: Matter): boolean {
  if (actor.enterprise !== null) return actor.enterprise === matter.enterprise;
  if (actor.cells.length === 0 && actor.roles.some((role) => DISTRICT_ROLES.includes(role))) return true;
  const cells = [matter.cell, cellOf(index, matter.enterprise)];
  return actor.cells.some((cell) => {
    const below = descendantsOf(index, cell);
    return cells.some((c) => c !== null && below.has(c));
  });
}

function cellOf(index: RegistryIndex, enterprise: string | null): string | null {
  if (enterprise === null) return null;
  return (cellOfEnterprise(index, enterprise) ?? streetOfEnterprise(index, enterprise))?.id ?? null;
}
