import type { Finding } from "../../core/judging/finding.ts";
import { ancestorsOf, type RegistryIndex, streetOfEnterprise } from "../../core/registry/grid.ts";
import { gridAt, heirOf } from "../../core/registry/grid-at.ts";
import type { Instant } from "../../core/time.ts";

/** The cell that owns a case, and the administrative division its number begins with. */
export interface Place {
  readonly cell: string;
  readonly division: string;
}

/** Stands in for the division of a registry that has none; a case must never be lost for want of a number. */
const NO_DIVISION = "000000";

/**
 * Routes a finding: it belongs to the second-level cell (街道) of the enterprise at the time of what was found, and to
 * the first level when the enterprise hung under no street or the outlet is not registered any more. A cell that has
 * ended since has an heir.
 */
export function routeFinding(index: RegistryIndex, { outlet, period }: Pick<Finding, "outlet" | "period">, now: Instant): Place {
  const then = gridAt(index, period.start);
  const today = gridAt(index, now);
  const last = LAST.get(index);
  if (last !== undefined && last.outlet === outlet && last.then === then && last.today === today) return last.place;
  const place = placeAt(index, { then, today, outlet, now });
  LAST.set(index, { outlet, then, today, place });
  return place;
}

/** Findings mostly change one after the other at one outlet. */
const LAST = new WeakMap<RegistryIndex, Pick<Routed, "outlet" | "then" | "today"> & { readonly place: Place }>();

interface Routed {
  readonly outlet: string;
  readonly then: RegistryIndex;
  readonly today: RegistryIndex;
  readonly now: Instant;
}

function placeAt(index: RegistryIndex, { outlet, then, today, now }: Routed): Place {
  const enterprise = then.outletById.get(outlet)?.enterprise;
  const street = enterprise === undefined ? undefined : streetOfEnterprise(then, enterprise);
  const top = today.registry.cells.find((c) => c.level === 1);
  return placeOf(today, (street && heirOf(index, street.id, now)) ?? top?.id ?? "");
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
