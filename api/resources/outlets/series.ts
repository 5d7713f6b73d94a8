import { limitBeside, limitFigure } from "../../../core/judging/outlet-state.ts";
import type { IntakeView } from "../../../core/readings/intake.ts";
import type { SeriesOutline } from "../../../core/readings/outline.ts";
import { isUsableFlag, type ReadingBeside } from "../../../core/readings/reading.ts";
import type { SeriesQuery } from "../../../core/readings/series.ts";
import { isSaid, type PeriodVerdict, type RecordsStore } from "../../../core/records/records.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import { formatIso, type Instant, plus } from "../../../core/time.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { besideToWire, unitOf } from "./reading-wire.ts";
import type { SeriesWire } from "./schema.ts";

/** From how many points on a series is thinned. */
const MOST_POINTS = 4_000;
/** How many rows are read for one answer; the rest is asked for from `readTo`. */
const MOST_ROWS = 1_000_000;
/** How many verdicts are in memory at once. */
const VERDICTS_PAGE = 5_000;

/** What a series is answered from, read in slices; `isWanted` says no once nobody waits for it. */
export async function readSeries(
  query: SeriesQuery,
  {
    intake,
    records,
  }: { readonly intake: Pick<IntakeView, "outline" | "series">; readonly records: Pick<RecordsStore, "verdicts"> },
  isWanted: () => boolean,
): Promise<FoundSeries> {
  const outline = await intake.outline(query, { most: MOST_POINTS, mostRows: MOST_ROWS, isWanted });
  const { basis } = query;
  const beside = isWanted() ? await saidBeside(query, outline, intake) : NOTHING_BESIDE;
  if (basis !== "hour" && basis !== "day") return { outline, beside, verdicts: [] };
  const shown = new Set<number>(outline.points.map(({ at }) => at));
  const verdicts: PeriodVerdict[] = [];
  let from: Instant | undefined = outline.points[0]?.at;
  while (from !== undefined && isWanted()) {
    const page = await records.verdicts({ ...query, basis, from, to: outline.readTo ?? query.to, limit: VERDICTS_PAGE });
    verdicts.push(...page.filter(({ start }) => shown.has(start)));
    const last = page.length < VERDICTS_PAGE ? undefined : page.at(-1);
    from = last && plus(last.start, 1);
  }
  return { outline, beside, verdicts };
}

const NOTHING_BESIDE: FoundSeries["beside"] = new Map();

/** What was said beside the points, by their time; of a series that is thinned nobody looks at single points. */
async function saidBeside(
  { outlet, pollutant, basis, from }: SeriesQuery,
  { points, thinned }: SeriesOutline,
  intake: Pick<IntakeView, "series">,
): Promise<FoundSeries["beside"]> {
  const last = points.at(-1);
  if (thinned || last === undefined) return NOTHING_BESIDE;
  const versions = await intake.series({ outlet, pollutant, basis, from, to: plus(last.at, 1) });
  return new Map(versions.map((version) => [version.at, version]));
}

export interface FoundSeries {
  readonly outline: SeriesOutline;
  readonly beside: ReadonlyMap<Instant, ReadingBeside>;
  readonly verdicts: readonly PeriodVerdict[];
}

const NOTHING: ReadingBeside = {};

/** A series with the limit in force at each point and, for hours and days, what was said of it. */
export function seriesToWire(query: SeriesQuery, found: FoundSeries, index: RegistryIndex): SeriesWire {
  const limits = shownLimits(index, query.outlet, query.pollutant);
  const verdicts = new Map(found.verdicts.filter(isSaid).map((v) => [v.start, v]));
  const { points, thinned, readTo } = found.outline;
  return {
    outlet: query.outlet,
    pollutant: query.pollutant,
    unit: unitOf(index, query, query.from),
    basis: query.basis,
    thinned,
    readTo: readTo === undefined ? null : formatIso(readTo),
    points: points.map((reading) => {
      const said = verdicts.get(reading.at);
      return {
        at: formatIso(reading.at),
        value: reading.value,
        converted: reading.converted ?? null,
        flag: reading.flag,
        validity: said?.validity ?? (isUsableFlag(reading.flag) ? "valid" : "flagged"),
        limit: limitFigure(limitBeside(limits, query.basis, reading.at)),
        verdict: said?.verdict ?? null,
        revision: reading.revision,
        ...besideToWire(found.beside.get(reading.at) ?? NOTHING),
      };
    }),
  };
}
