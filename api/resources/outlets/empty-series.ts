import { type EmptySeries, whyEmpty } from "../../../core/readings/empty-series.ts";
import type { IntakeView, LatestReading } from "../../../core/readings/intake.ts";
import type { SeriesQuery } from "../../../core/readings/series.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import type { Validity } from "../../../core/registry/registry.ts";
import { type BeijingDate, beijingDate, FIRST_INSTANT, type Instant, plus } from "../../../core/time.ts";
import type { SeriesStores } from "./series.ts";

/** What is looked at when a series has no readings. */
interface EmptyContext {
  readonly index: RegistryIndex;
  readonly now: Instant;
  /** The newest readings of the outlet. */
  readonly latest: readonly LatestReading[];
  readonly hasEarlier: boolean;
  /** Set where the older part could not be read. */
  readonly missingBefore: Instant | null;
}

/** The stores that know what lies before a span. */
type Stores = Pick<SeriesStores, "olderReadings"> & { readonly intake: Pick<IntakeView, "outline" | "latest"> };

/** Looks at what tells why a series is empty: one row of what lies before it, and the newest readings. */
export async function lookAround(
  query: SeriesQuery,
  { intake, olderReadings }: Stores,
): Promise<Pick<EmptyContext, "latest" | "hasEarlier">> {
  const isLetGo = (await olderReadings?.letGoBefore(query)) !== undefined;
  const earlier = { ...query, from: FIRST_INSTANT, to: query.from };
  const hasEarlier = isLetGo || (await intake.outline(earlier, ONE_ROW)).points.length > 0;
  return { hasEarlier, latest: await intake.latest([query.outlet]) };
}

const ONE_ROW = { most: 10, mostRows: 1 };

/** Why a series is empty, by the registry and by what came otherwise. */
export function emptySeries(query: SeriesQuery, { index, now, latest, hasEarlier, missingBefore }: EmptyContext): EmptySeries {
  const { outlet, pollutant, basis, from, to } = query;
  const channels = (index.channelsByOutlet.get(outlet) ?? []).filter((channel) => channel.pollutant === pollutant);
  const place = index.outletById.get(outlet) ?? {};
  return whyEmpty({
    basis,
    from,
    now,
    measured: channels.length === 0 ? null : spanOf(place, channels),
    newest: latest.filter((reading) => reading.pollutant === pollutant),
    hasEarlier,
    missingBefore,
    days: { first: beijingDate(from), last: beijingDate(plus(to, -1)) },
  });
}

/** From and until when a pollutant is measured: while the outlet stands, and one of its channels. */
function spanOf(outlet: Validity, channels: readonly Validity[]): { since: BeijingDate | null; until: BeijingDate | null } {
  const starts = channels.map(({ validFrom }) => validFrom ?? null);
  const ends = channels.map(({ validTo }) => validTo ?? null);
  const dates = (of: readonly (BeijingDate | null)[]): readonly BeijingDate[] => of.filter((date) => date !== null).sort();
  const first = starts.includes(null) ? null : (dates(starts)[0] ?? null);
  const last = ends.includes(null) ? null : (dates(ends).at(-1) ?? null);
  return {
    since: dates([first, outlet.validFrom ?? null]).at(-1) ?? null,
    until: dates([last, outlet.validTo ?? null])[0] ?? null,
  };
}
