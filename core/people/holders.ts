import { ancestorsOf, cellOfEnterprise, type RegistryIndex, streetOfEnterprise } from "../registry/grid.ts";
import type { Cell } from "../registry/registry.ts";
import type { Matter } from "./reach.ts";
import { type Power, type Role, rightsOf, rolesWithAny } from "./rights.ts";

/** A role that may do something about a matter, and where its people are found: in a cell, or at the enterprise. */
export interface Holder {
  readonly role: Role;
  /** `null` where the grid has none of that level above the matter, and for whoever runs the whole installation. */
  readonly cell: string | null;
  readonly enterprise: string | null;
}

/**
 * Whose turn it is: the roles that hold one of the powers, in the order of the table of rights, each with the cell of
 * its level that the matter lies in, so that people know whom to ask.
 */
export function holdersOf(powers: readonly Power[], matter: Matter, index: RegistryIndex): readonly Holder[] {
  const path = pathOf(matter, index);
  return rolesWithAny(powers).map((role) => {
    const { reach, level } = rightsOf(role);
    if (reach === "enterprise") return { role, cell: null, enterprise: matter.enterprise };
    if (reach === "installation") return { role, cell: null, enterprise: null };
    const wanted = reach === "cells" ? level : 1;
    return { role, cell: path.find((cell) => cell.level === wanted)?.id ?? null, enterprise: null };
  });
}

/** The cells that a matter lies in, the narrowest first: those of its enterprise, or else those of its cell. */
function pathOf({ cell, enterprise }: Matter, index: RegistryIndex): readonly Cell[] {
  const own = enterprise === null ? undefined : (cellOfEnterprise(index, enterprise) ?? streetOfEnterprise(index, enterprise));
  const from = own?.id ?? cell;
  return from === null ? [] : ancestorsOf(index, from);
}
