import { DECLARATIONS } from "../../../cases/declaration/declaration-collection.ts";
import { isSaid, type RecordsView, type SaidVerdict } from "../../../core/records/records.ts";
import { descendantsOf, type RegistryIndex } from "../../../core/registry/grid.ts";
import { isInForce } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { HOUR, type Instant, plus, startOfHour } from "../../../core/time.ts";
import { considerDeclarations } from "../../../rules/fugitive/consider-declarations.ts";
import type { View } from "../../context/api-context.ts";
import { seesOutlet } from "../../context/scope.ts";
import { shownLimits } from "../../context/shown-limits.ts";

/** How far back a verdict still says something about now. */
const RECENT_MS = 3 * HOUR;

/** The outlets that the caller may see and asks for, in the order of the registry. */
export function outletsAsked(
  asked: { readonly outlet?: string | undefined; readonly enterprise?: string | undefined; readonly cell?: string | undefined },
  { scope, index }: Pick<View, "scope" | "index">,
): readonly Outlet[] {
  const below = asked.cell === undefined ? undefined : descendantsOf(index, asked.cell);
  const there = new Set(index.registry.cells.filter((c) => below?.has(c.id)).map((c) => c.enterprise));
  return index.registry.outlets.filter(
    (o) =>
      seesOutlet(scope, o.id) &&
      (asked.outlet === undefined || o.id === asked.outlet) &&
      (asked.enterprise === undefined || o.enterprise === asked.enterprise) &&
      (below === undefined || there.has(o.enterprise)),
  );
}

/** What was decided of an outlet that says something about now. */
interface Standing {
  /** The newest verdict of each limited pollutant in the hours that were judged last. */
  readonly verdicts: readonly SaidVerdict[];
  /** Pollutants of which everything that is emitted in the running hour was consented to. */
  readonly consented: ReadonlySet<string>;
}

/** What was decided of these outlets. */
export async function standingNow(
  outlets: readonly Outlet[],
  index: RegistryIndex,
  at: { readonly now: Instant; readonly records: RecordsView },
): Promise<(outlet: Outlet) => Standing> {
  const verdicts = await verdictsNow(outlets, index, at);
  const consents = await Promise.all(outlets.map(async (o) => [o.id, await consentedNow(o, index, at)] as const));
  const consented = new Map(consents);
  return ({ id }) => ({ verdicts: verdicts.get(id) ?? [], consented: consented.get(id) ?? new Set() });
}

/** The newest verdict of each limited pollutant in the hours that were judged last, by outlet. */
async function verdictsNow(
  outlets: readonly Outlet[],
  index: RegistryIndex,
  at: { readonly now: Instant; readonly records: RecordsView },
): Promise<ReadonlyMap<string, readonly SaidVerdict[]>> {
  const series = outlets.flatMap(({ id }) =>
    [...(index.limitedAtOutlet.get(id) ?? [])]
      .filter((pollutant) => shownLimits(index, id, pollutant).length > 0)
      .map((pollutant) => ({ outlet: id, pollutant, basis: "hour" as const })),
  );
  const recent = await at.records.verdictsOf(series, { from: plus(at.now, -RECENT_MS), to: plus(at.now, 1) });
  const newest = new Map(recent.filter(isSaid).map((verdict) => [`${verdict.outlet}|${verdict.pollutant}`, verdict]));
  return groupByOutlet([...newest.values()]);
}

/** Consents of one outlet that are looked at, the newest: a window is 31 days long at most. */
const MOST_CONSENTS = 1_000;

/**
 * The pollutants of an outlet of which everything that is emitted in the running hour was consented to, by the rule
 * that will judge it. Nothing is looked up where no limit of the plant boundary is in force.
 */
async function consentedNow(
  outlet: Outlet,
  index: RegistryIndex,
  { now, records }: { readonly now: Instant; readonly records: RecordsView },
): Promise<ReadonlySet<string>> {
  const pollutants = [...(index.limitedAtOutlet.get(outlet.id) ?? [])].filter((pollutant) =>
    shownLimits(index, outlet.id, pollutant).some((l) => l.basis === "boundary-hour-mean" && isInForce(l, now)),
  );
  if (pollutants.length === 0) return new Set();
  const { items } = await records.subjects.list(DECLARATIONS, {
    where: [
      { field: "outlets", in: [outlet.id] },
      { field: "state", in: ["consented"] },
    ],
    order: "newest",
    limit: MOST_CONSENTS,
  });
  const period = { start: startOfHour(now), end: plus(startOfHour(now), HOUR) };
  const isConsented = (pollutant: string): boolean =>
    considerDeclarations(items, { outlet: outlet.id, pollutant, period }).standing === "consented";
  return new Set(pollutants.filter(isConsented));
}

/** Readings by their outlet. */
export function groupByOutlet<R extends { readonly outlet: string }>(readings: readonly R[]): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const reading of readings) {
    const group = groups.get(reading.outlet);
    if (group === undefined) groups.set(reading.outlet, [reading]);
    else group.push(reading);
  }
  return groups;
}
