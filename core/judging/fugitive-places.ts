import type { RegistryIndex } from "../registry/grid.ts";
import type { Outlet } from "../registry/registry.ts";

/** Kinds of points at which an unorganised emission (无组织排放) is seen. */
export const FUGITIVE_KINDS: ReadonlySet<Outlet["kind"]> = new Set(["boundary", "in-plant", "vent", "bypass"]);

/** A pollutant at a point. */
export interface FugitivePlace {
  readonly outlet: string;
  readonly pollutant: string;
}

/** Everything that is measured or limited at such points of an enterprise. */
export function fugitivePlacesOf(index: RegistryIndex, enterprise: string): readonly FugitivePlace[] {
  const points = index.registry.outlets.filter((o) => o.enterprise === enterprise && FUGITIVE_KINDS.has(o.kind));
  return points.flatMap(({ id: outlet }) => {
    const measured = (index.channelsByOutlet.get(outlet) ?? []).map((c) => c.pollutant);
    const pollutants = new Set([...measured, ...(index.limitedAtOutlet.get(outlet) ?? [])]);
    return [...pollutants].sort().map((pollutant) => ({ outlet, pollutant }));
  });
}
