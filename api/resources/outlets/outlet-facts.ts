import type { Declaration } from "../../../cases/declaration/declaration.ts";
import { consentedAfter, DECLARATIONS } from "../../../cases/declaration/declaration-collection.ts";
import { allRows } from "../../../core/casework/all-rows.ts";
import { NO_STATEMENTS } from "../../../core/judging/declared-emission.ts";
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
  const consented = await consentedNow(outlets, index, at);
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

/**
 * The pollutants of each outlet of which everything that is emitted in the running hour was consented to, by the rule
 * that will judge it. One question for all of them, and none where no limit of the plant boundary is in force.
 */
async function consentedNow(
  outlets: readonly Outlet[],
  index: RegistryIndex,
  { now, records }: { readonly now: Instant; readonly records: RecordsView },
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const limited = outlets
    .map(({ id }) => ({ outlet: id, pollutants: limitedAtBoundary(id, index, now) }))
    .filter(({ pollutants }) => pollutants.length > 0);
  if (limited.length === 0) return new Map();
  const period = { start: startOfHour(now), end: plus(startOfHour(now), HOUR) };
  const where = consentedAfter(period.start);
  const consents = await allRows(records.subjects, DECLARATIONS, { where, order: "ending" });
  const byOutlet = groupByOutlet(consents.flatMap((consent) => consent.outlets.map((outlet) => ({ outlet, consent }))));
  return new Map(
    limited.map(({ outlet, pollutants }) => {
      const own = (byOutlet.get(outlet) ?? []).map(({ consent }): Declaration => consent);
      const said = { ...NO_STATEMENTS, declarations: own };
      const isConsented = (pollutant: string): boolean =>
        considerDeclarations(said, { outlet, pollutant, period, beganBy: period.end }).standing === "consented";
      return [outlet, new Set(own.length === 0 ? [] : pollutants.filter(isConsented))];
    }),
  );
}

function limitedAtBoundary(outlet: string, index: RegistryIndex, now: Instant): readonly string[] {
  return [...(index.limitedAtOutlet.get(outlet) ?? [])].filter((pollutant) =>
    shownLimits(index, outlet, pollutant).some((l) => l.basis === "boundary-hour-mean" && isInForce(l, now)),
  );
}

/** Readings, or whatever else is of an outlet, by their outlet. */
export function groupByOutlet<R extends { readonly outlet: string }>(readings: readonly R[]): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const reading of readings) {
    const group = groups.get(reading.outlet);
    if (group === undefined) groups.set(reading.outlet, [reading]);
    else group.push(reading);
  }
  return groups;
}
