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

/**
 * Leaves out points so that about `most` stay: of each stretch the first, the last, the lowest and the highest. No
 * extreme is lost.
 */
export function thin<T extends { readonly value: number }>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  const size = Math.ceil((points.length * 4) / most);
  const kept: T[] = [];
  for (let start = 0; start < points.length; start += size) kept.push(...outlineOf(points.slice(start, start + size)));
  return kept;
}

function outlineOf<T extends { readonly value: number }>(stretch: readonly T[]): readonly T[] {
  let low = { i: 0, value: Number.POSITIVE_INFINITY };
  let high = { i: 0, value: Number.NEGATIVE_INFINITY };
  for (const [i, { value }] of stretch.entries()) {
    if (value < low.value) low = { i, value };
    if (value > high.value) high = { i, value };
  }
  const wanted = new Set([0, low.i, high.i, stretch.length - 1]);
  return stretch.filter((_, i) => wanted.has(i));
}
