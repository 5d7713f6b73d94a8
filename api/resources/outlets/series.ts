import { limitBeside, limitFigure } from "../../../core/judging/outlet-state.ts";
import { isUsableFlag, type StoredReading } from "../../../core/readings/reading.ts";
import type { SeriesQuery } from "../../../core/readings/series.ts";
import { isSaid, type PeriodVerdict } from "../../../core/records/records.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import { formatIso } from "../../../core/time.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { unitOf } from "./reading-wire.ts";
import type { SeriesWire } from "./schema.ts";

/** From how many points on a series is thinned. */
export const MOST_POINTS = 4_000;

/** A series with the limit in force at each point and, for hours and days, what was said of it. */
export function seriesToWire(
  query: SeriesQuery,
  found: { readonly readings: readonly StoredReading[]; readonly verdicts: readonly PeriodVerdict[] },
  index: RegistryIndex,
): SeriesWire {
  const limits = shownLimits(index, query.outlet, query.pollutant);
  const verdicts = new Map(found.verdicts.filter(isSaid).map((v) => [v.start, v]));
  const readings = thin(found.readings, MOST_POINTS);
  return {
    outlet: query.outlet,
    pollutant: query.pollutant,
    unit: unitOf(index, query, query.from),
    basis: query.basis,
    thinned: readings.length < found.readings.length,
    points: readings.map((reading) => {
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
      };
    }),
  };
}

/** A point of a series; the limit may be compared with its converted value. */
interface Point {
  readonly value: number;
  readonly converted?: number;
}

/**
 * Leaves out points so that about `most` stay: of each stretch the first, the last, and the lowest and the highest of
 * the values as measured and as converted. No extreme is lost, whichever of the two a limit looks at.
 */
export function thin<T extends Point>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  const ofAStretch = points.some(({ converted }) => converted !== undefined) ? 6 : 4;
  const size = Math.ceil((points.length * ofAStretch) / most);
  const kept: T[] = [];
  for (let start = 0; start < points.length; start += size) kept.push(...outlineOf(points.slice(start, start + size)));
  return kept;
}

function outlineOf<T extends Point>(stretch: readonly T[]): readonly T[] {
  const wanted = new Set([
    0,
    stretch.length - 1,
    ...extremesOf(stretch, (point) => point.value),
    ...extremesOf(stretch, (point) => point.converted),
  ]);
  return stretch.filter((_, i) => wanted.has(i));
}

/** Where the lowest and the highest stand. */
function extremesOf<T extends Point>(stretch: readonly T[], pick: (point: T) => number | undefined): readonly number[] {
  let low = { i: 0, value: Number.POSITIVE_INFINITY };
  let high = { i: 0, value: Number.NEGATIVE_INFINITY };
  for (const [i, point] of stretch.entries()) {
    const value = pick(point);
    if (value === undefined) continue;
    if (value < low.value) low = { i, value };
    if (value > high.value) high = { i, value };
  }
  return [low.i, high.i];
}
