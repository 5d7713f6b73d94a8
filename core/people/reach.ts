import {
  ancestorsOf,
  cellOfEnterprise,
  descendantsOf,
  districtsOf,
  type RegistryIndex,
  streetOfEnterprise,
} from "../registry/grid.ts";
import type { Actor } from "./actor.ts";
import { type Power, type Role, rightsOf } from "./rights.ts";

/** Over what somebody holds a power. */
export interface Reach {
  /** The whole installation: the sets are empty then. */
  readonly everything: boolean;
  readonly cells: ReadonlySet<string>;
  readonly enterprises: ReadonlySet<string>;
}

/** What a right is asked for: the cell that owns it and the enterprise it is about. */
export interface Matter {
  readonly cell: string | null;
  readonly enterprise: string | null;
}

/**
 * Over what an actor holds a power, or, without one, what the actor sees: the reaches of all roles that hold it, added
 * up. Cells reach down to everything below them and to the enterprises there; an enterprise without a cell belongs to
 * the first district. Where the installation has a single district, whoever works for the district reaches everything.
 */
export function reachOf(actor: Actor, index: RegistryIndex, power: Power = "see-own"): Reach {
  const roles = actor.roles.filter((role) => rightsOf(role).powers.includes(power));
  if (roles.some((role) => reachesEverything(role, actor, index))) return EVERYTHING;
  const cells = new Set(roles.flatMap((role) => cellsOf(role, actor, index)).flatMap((cell) => [...descendantsOf(index, cell)]));
  const enterprises = new Set(cells.size === 0 ? [] : enterprisesIn(cells, index));
  if (actor.enterprise !== null && roles.some((role) => rightsOf(role).reach === "enterprise")) enterprises.add(actor.enterprise);
  return { everything: false, cells, enterprises };
}

/** True when a matter lies within the reach: through the cell that owns it, or through its enterprise. */
export function isWithin(reach: Reach, matter: Matter): boolean {
  if (reach.everything) return true;
  if (matter.cell !== null && reach.cells.has(matter.cell)) return true;
  return matter.enterprise !== null && reach.enterprises.has(matter.enterprise);
}

const EVERYTHING: Reach = { everything: true, cells: new Set(), enterprises: new Set() };

function reachesEverything(role: Role, actor: Actor, index: RegistryIndex): boolean {
  const { reach } = rightsOf(role);
  if (reach === "installation") return true;
  const isDistrict = reach === "district" || (reach === "cells-or-district" && actor.cells.length === 0);
  return isDistrict && districtsOf(index).length <= 1;
}

/**
 * The cells whose everything below a role reaches; of several districts nobody reaches one without being bound to a
 * cell of it.
 */
function cellsOf(role: Role, actor: Actor, index: RegistryIndex): readonly string[] {
  const { reach } = rightsOf(role);
  if (reach === "cells" || reach === "cells-or-district") return actor.cells;
  if (reach !== "district") return [];
  return actor.cells.flatMap((cell) => ancestorsOf(index, cell).filter((c) => c.level === 1)).map((c) => c.id);
}

function enterprisesIn(cells: ReadonlySet<string>, index: RegistryIndex): readonly string[] {
  const lies = (id: string): boolean => {
    const cell = cellOfEnterprise(index, id) ?? streetOfEnterprise(index, id);
    return cell !== undefined && cells.has(cell.id);
  };
  return index.registry.enterprises.filter((e) => lies(e.id)).map((e) => e.id);
}
