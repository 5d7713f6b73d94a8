import { ancestorsOf, type RegistryIndex, streetOfEnterprise } from "../../core/registry/grid.ts";

/** The cell that owns a case, and the administrative division its number begins with. */
export interface Place {
  readonly cell: string;
  readonly division: string;
}

/** Stands in for the division of a registry that has none; a case must never be lost for want of a number. */
const NO_DIVISION = "000000";

/**
 * Routes a finding: it belongs to the second-level cell (街道) of the enterprise, and to the first level when the
 * enterprise hangs under no street or the outlet is not registered any more.
 */
export function routeFinding(index: RegistryIndex, outlet: string): Place {
  const enterprise = index.outletById.get(outlet)?.enterprise;
  const street = enterprise === undefined ? undefined : streetOfEnterprise(index, enterprise);
  const top = index.registry.cells.find((c) => c.level === 1);
  return placeOf(index, street?.id ?? top?.id ?? "");
}

/** The place a cell's matters belong to: the second-level cell above it (or itself), else the first level. */
export function routeCell(index: RegistryIndex, cell: string): Place {
  const path = ancestorsOf(index, cell);
  const owner = path.find((c) => c.level === 2) ?? path.find((c) => c.level === 1);
  return placeOf(index, owner?.id ?? cell);
}

function placeOf(index: RegistryIndex, cell: string): Place {
  const top = ancestorsOf(index, cell).find((c) => c.level === 1);
  return { cell, division: top?.division ?? NO_DIVISION };
}
