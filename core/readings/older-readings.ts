import type { StoreTrouble } from "../store-trouble.ts";
import type { Instant } from "../time.ts";
import { Outline, type OutlineBounds, type SeriesOutline, type SeriesPoint } from "./outline.ts";
import type { SeriesQuery } from "./series.ts";

/** Readings that the working store has let go, in the long-term store. */
export interface OlderReadings {
  /** Periods of the series before this instant may lie there alone; `undefined` where the working store has all. */
  letGoBefore(series: Omit<SeriesQuery, "from" | "to">): Promise<Instant | undefined>;
  /**
   * What is in force, by time, in pieces that fit into memory, each with the instant up to which it was read.
   * @throws StoreUnavailableError when the long-term store cannot be asked
   */
  pieces(query: SeriesQuery): AsyncIterable<{ readonly points: readonly SeriesPoint[]; readonly readTo: Instant }>;
}

/** Why the older part of a series is missing in an answer. */
export interface MissingPart {
  /** Of what lies before, only what the working store still has is shown. */
  readonly before: Instant;
  readonly trouble: StoreTrouble["code"];
}

/** Reads the older part of a series within the bounds of an outline. */
export async function outlineOfPieces(
  pieces: ReturnType<OlderReadings["pieces"]>,
  { most, mostRows, isWanted }: OutlineBounds,
): Promise<SeriesOutline> {
  const outline = new Outline<SeriesPoint>(most);
  let rows = 0;
  for await (const { points, readTo } of pieces) {
    for (const point of points) outline.add(point);
    rows += points.length;
    if (rows >= mostRows || isWanted?.() === false) return { points: outline.points(), thinned: outline.isThinned, readTo };
  }
  return { points: outline.points(), thinned: outline.isThinned };
}

/**
 * One outline of what both stores have of a series: of a period that both have, the working store's counts. It is
 * thinned again as one, so no extreme is lost, and it ends where the older part does when that was not read to its end.
 */
export function joinOutlines(older: SeriesOutline, newer: SeriesOutline, most: number): SeriesOutline {
  const end = older.readTo ?? newer.readTo;
  const known = new Set(newer.points.map(({ at }) => at));
  const all = [...older.points.filter(({ at }) => !known.has(at)), ...newer.points].sort((a, b) => a.at - b.at);
  const outline = new Outline<SeriesPoint>(most);
  for (const point of all) if (end === undefined || point.at < end) outline.add(point);
  const points = outline.points();
  const thinned = older.thinned || newer.thinned || outline.isThinned;
  return { points, thinned, ...(end !== undefined && { readTo: end }) };
}
