import type { CheckableRegistry, RegistryNotes } from "./check-registry-rows.ts";
import type { LimitBasis } from "./limit.ts";
import type { OutletKind } from "./registry.ts";

const BOUNDARY_BASES: ReadonlySet<LimitBasis> = new Set<LimitBasis>(["boundary-hour-mean", "boundary-difference"]);
/** How a registry names a plant or a unit that burns municipal waste. */
const INCINERATION = /incinerat|mswi/i;

/**
 * Warns of limit rows that are never compared where they stand: a boundary mean away from the boundary, an hour mean at
 * the boundary, and an hour mean at a waste incinerator, which is judged by the natural day of each furnace.
 * @see docs/sources.md#hour-mean
 */
export function checkLimitPlaces(registry: CheckableRegistry, say: RegistryNotes): void {
  const kinds = new Map(registry.outlets.map(({ id, kind }) => [id, kind]));
  const incinerators = incineratorOutlets(registry);
  for (const [i, { outlet, basis }] of registry.limits.entries()) {
    const kind = kinds.get(outlet);
    if (kind === undefined) continue;
    const pointer = `/limits/${i}/basis`;
    if (isElsewhere(basis, kind)) say.warning(pointer, "limit-of-another-place", { basis, kind });
    else if (basis === "hour-mean" && (kind === "furnace" || incinerators.has(outlet))) {
      say.warning(pointer, "hour-limit-at-incinerator", { outlet });
    }
  }
}

function isElsewhere(basis: LimitBasis, kind: OutletKind): boolean {
  return kind === "boundary" ? basis === "hour-mean" : BOUNDARY_BASES.has(basis);
}

/** Stacks of plants whose industry is incineration, and what an incinerating unit discharges through. */
function incineratorOutlets({ enterprises, emissionUnits, outlets }: CheckableRegistry): ReadonlySet<string> {
  const plants = new Set(enterprises.filter(({ industry = "" }) => INCINERATION.test(industry)).map(({ id }) => id));
  const ofPlants = outlets.filter(({ enterprise, kind }) => kind === "stack" && plants.has(enterprise)).map(({ id }) => id);
  const ofUnits = emissionUnits.filter(({ kind = "" }) => INCINERATION.test(kind)).flatMap(({ outlets: ids = [] }) => ids);
  return new Set([...ofPlants, ...ofUnits]);
}
