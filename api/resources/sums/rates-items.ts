import { ancestorsOf, cellOfEnterprise } from "../../../core/registry/grid.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { formatIso, type Period } from "../../../core/time.ts";
import { addCounts, type DueCounts, NO_COUNTS, ratesOf } from "../../../rules/sums/rates.ts";
import type { View } from "../../context/api-context.ts";
import type { RatesItemWire } from "./schema.ts";

export type RatesBy = RatesItemWire["by"];

/** Whose hours are counted together, of each outlet: itself, its enterprise, or every cell that it lies in. */
function holdersOf(outlet: Outlet, by: RatesBy, { index, scope }: Pick<View, "index" | "scope">): readonly string[] {
  if (by === "outlet") return [outlet.id];
  if (by === "enterprise") return [outlet.enterprise];
  const own = cellOfEnterprise(index, outlet.enterprise);
  if (own === undefined) return [];
  const cells = [own, ...ancestorsOf(index, own.id)].map((cell) => cell.id);
  return [...new Set(cells)].filter((cell) => scope.everything || scope.cells.has(cell));
}

/** The rates of one period, in the order in which the registry names whose they are. */
export function ratesItems(
  counts: ReadonlyMap<string, DueCounts>,
  {
    outlets,
    by,
    period,
    view,
  }: { readonly outlets: readonly Outlet[]; readonly by: RatesBy; readonly period: Period; readonly view: View },
): readonly RatesItemWire[] {
  const sums = new Map<string, DueCounts>();
  for (const outlet of outlets) {
    for (const holder of holdersOf(outlet, by, view)) {
      sums.set(holder, addCounts(sums.get(holder) ?? NO_COUNTS, counts.get(outlet.id) ?? NO_COUNTS));
    }
  }
  const named = namesOf(by, view);
  return named.flatMap(({ id, name, enterprise }): readonly RatesItemWire[] => {
    const sum = sums.get(id);
    if (sum === undefined) return [];
    const { completed, instant } = ratesOf(sum);
    const span = { start: formatIso(period.start), end: formatIso(period.end) };
    return [{ by, id, name, enterprise, period: span, excused: sum.excused, ...completed, instant }];
  });
}

type Holder = Pick<RatesItemWire, "id" | "name" | "enterprise">;

function namesOf(by: RatesBy, { index }: Pick<View, "index">): readonly Holder[] {
  const { outlets, enterprises, cells } = index.registry;
  if (by === "cell") return cells.map(({ id, name }) => ({ id, name, enterprise: null }));
  const byId = new Map(enterprises.map((row) => [row.id, row.name]));
  if (by === "enterprise") return enterprises.map(({ id, name }) => ({ id, name, enterprise: null }));
  return outlets.map(({ id, name, enterprise }) => ({
    id,
    name,
    enterprise: { id: enterprise, name: byId.get(enterprise) ?? enterprise },
  }));
}
