import { StoreUnavailableError } from "../../../core/failures.ts";
import { limitFigure, limitOf } from "../../../core/judging/outlet-state.ts";
import type { EmptySeries } from "../../../core/readings/empty-series.ts";
import type { IntakeView } from "../../../core/readings/intake.ts";
import { joinOutlines, type MissingPart, type OlderReadings, outlineOfPieces } from "../../../core/readings/older-readings.ts";
import type { OutlineBounds, SeriesOutline } from "../../../core/readings/outline.ts";
import { isUsableFlag, type ReadingBeside } from "../../../core/readings/reading.ts";
import type { SeriesQuery } from "../../../core/readings/series.ts";
import { isSaid, type PeriodVerdict, type RecordsStore } from "../../../core/records/records.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import { formatIso, type Instant, instant, plus } from "../../../core/time.ts";
import type { Telling } from "../../../words/names.ts";
import { NOT_READY_WORDS } from "../../../words/readiness.ts";
import { say } from "../../../words/word-table.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { emptyToWire } from "./empty-words.ts";
import { besideToWire, unitOf } from "./reading-wire.ts";
import type { SeriesWire } from "./schema.ts";

/** From how many points on a series is thinned. */
const MOST_POINTS = 4_000;
/** How many rows are read for one answer; the rest is asked for from `readTo`. */
const MOST_ROWS = 1_000_000;
/** How many verdicts are in memory at once. */
const VERDICTS_PAGE = 5_000;

/** What a series is answered from, read in slices; `isWanted` says no once nobody waits for it. */
export async function readSeries(query: SeriesQuery, stores: SeriesStores, isWanted: () => boolean): Promise<FoundSeries> {
  const { intake, records } = stores;
  const { outline, missing } = await wholeOutline(query, stores, isWanted);
  const { basis } = query;
  const beside = isWanted() ? await saidBeside(query, outline, intake) : NOTHING_BESIDE;
  if (basis !== "hour" && basis !== "day") return { outline, beside, verdicts: [], missing };
  const shown = new Set<number>(outline.points.map(({ at }) => at));
  const verdicts: PeriodVerdict[] = [];
  let from: Instant | undefined = outline.points[0]?.at;
  while (from !== undefined && isWanted()) {
    const page = await records.verdicts({ ...query, basis, from, to: outline.readTo ?? query.to, limit: VERDICTS_PAGE });
    verdicts.push(...page.filter(({ start }) => shown.has(start)));
    const last = page.length < VERDICTS_PAGE ? undefined : page.at(-1);
    from = last && plus(last.start, 1);
  }
  return { outline, beside, verdicts, missing };
}

/** The stores of a series. */
export interface SeriesStores {
  readonly intake: Pick<IntakeView, "outline" | "series">;
  readonly records: Pick<RecordsStore, "verdicts">;
  readonly olderReadings?: OlderReadings;
}

/**
 * The outline of a series over both stores: of what the working store has let go the long-term store is asked. While
 * that is away the rest is given, and what is missing is said.
 */
async function wholeOutline(
  query: SeriesQuery,
  { intake, olderReadings }: SeriesStores,
  isWanted: () => boolean,
): Promise<Pick<FoundSeries, "outline" | "missing">> {
  const bounds = { most: MOST_POINTS, mostRows: MOST_ROWS, isWanted };
  const before = await olderReadings?.letGoBefore(query);
  if (olderReadings === undefined || before === undefined || query.from >= before) {
    return { outline: await intake.outline(query, bounds) };
  }
  const older = await readOlder({ ...query, to: instant(Math.min(before, query.to)) }, olderReadings, bounds);
  const newer = await intake.outline(query, bounds);
  if ("trouble" in older) return { outline: newer, missing: { before, trouble: older.trouble } };
  return { outline: joinOutlines(older, newer, MOST_POINTS) };
}

async function readOlder(
  query: SeriesQuery,
  olderReadings: OlderReadings,
  bounds: OutlineBounds,
): Promise<SeriesOutline | Pick<MissingPart, "trouble">> {
  try {
    return await outlineOfPieces(olderReadings.pieces(query), bounds);
  } catch (cause) {
    if (!(cause instanceof StoreUnavailableError)) throw cause;
    return { trouble: cause.trouble?.code ?? "other-trouble" };
  }
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
  /** Set where the older part could not be read. */
  readonly missing?: MissingPart | undefined;
}

const NOTHING: ReadingBeside = {};

/** Whose registry it is, and for whom a series is told. */
interface SeriesTelling {
  readonly index: RegistryIndex;
  readonly telling: Telling;
  /** Why there are no readings, where there are none. */
  readonly empty?: EmptySeries | undefined;
}

/**
 * A series with the limit in force at each point, where one is about readings of its basis, and, for hours and days,
 * what was said of it.
 */
export function seriesToWire(query: SeriesQuery, found: FoundSeries, { index, telling, empty }: SeriesTelling): SeriesWire {
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
    missing: found.missing === undefined ? null : missingToWire(found.missing, telling),
    empty: empty === undefined ? null : emptyToWire(empty, telling),
    points: points.map((reading) => {
      const said = verdicts.get(reading.at);
      return {
        at: formatIso(reading.at),
        value: reading.value,
        converted: reading.converted ?? null,
        flag: reading.flag,
        validity: said?.validity ?? (isUsableFlag(reading.flag) ? "valid" : "flagged"),
        limit: limitFigure(limitOf(limits, query.basis, reading.at)),
        verdict: said?.verdict ?? null,
        revision: reading.revision,
        ...besideToWire(found.beside.get(reading.at) ?? NOTHING),
      };
    }),
  };
}

/** What is missing of a series, and why, in the words of readiness. */
function missingToWire({ before, trouble }: MissingPart, telling: Telling): SeriesWire["missing"] {
  const facts = { store: "series", trouble } as const;
  const message = say(NOT_READY_WORDS, { code: "store-away", facts }, telling);
  return { before: formatIso(before), code: "store-away", facts: { ...facts }, message };
}
