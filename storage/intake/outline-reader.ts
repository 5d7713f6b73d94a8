import { setImmediate as othersGoOn } from "node:timers/promises";
import type Database from "libsql";
import { Outline, type OutlineBounds, pointOf, type SeriesOutline, type SeriesPoint } from "../../core/readings/outline.ts";
import type { SeriesQuery } from "../../core/readings/series.ts";
import { versionInForce } from "../../core/readings/versions.ts";
import { type Instant, instant } from "../../core/time.ts";
import { FROM_READINGS, READING_COLUMNS, type ReadingRow, rowToReading } from "../series/reading-rows.ts";
import type { IntakeFile } from "./intake-file.ts";

/** How many rows are read at once: some 5 ms, after which other requests have their turn. */
const SLICE = 4_000;

/** Only what is drawn; the versions of a period that has several are looked up whole. */
const SELECT_SLICE = `SELECT r.at, r.revision, r.value, r.converted, r.flag FROM reading r
  WHERE r.series_id = ? AND (r.at, r.revision) > (?, ?) AND r.at < ? ORDER BY r.at, r.revision LIMIT ?`;

type PointRow = readonly [at: number, revision: number, value: number, converted: number | null, flag: string];

/** Reads outlines of series in slices, so that nobody waits for a long one and it never is in memory. */
export class OutlineReader {
  readonly #series: Database.Statement;
  readonly #slice: Database.Statement;
  readonly #versions: Database.Statement;

  constructor(db: IntakeFile) {
    this.#series = db.prepare("SELECT id FROM series WHERE outlet = ? AND pollutant = ? AND basis = ?").raw();
    this.#slice = db.prepare(SELECT_SLICE).raw();
    this.#versions = db.prepare(`SELECT ${READING_COLUMNS} ${FROM_READINGS} WHERE r.series_id = ? AND r.at = ?`).raw();
  }

  async read(query: SeriesQuery, bounds: OutlineBounds): Promise<SeriesOutline> {
    const outline = new Outline<SeriesPoint>(bounds.most);
    const [series] = this.#series.all([query.outlet, query.pollutant, query.basis]) as [number][];
    const readTo = series && (await this.#readInto(outline, { series: series[0], query, bounds }));
    return { points: outline.points(), thinned: outline.isThinned, ...(readTo !== undefined && { readTo }) };
  }

  /** Gives the instant at which the bound of rows ended the reading. */
  async #readInto(
    outline: Outline<SeriesPoint>,
    { series, query, bounds }: { readonly series: number; readonly query: SeriesQuery; readonly bounds: OutlineBounds },
  ): Promise<Instant | undefined> {
    let place: readonly [at: number, revision: number] = [query.from, -1];
    const periods = new PeriodsOfRows((period) => outline.add(this.#pointOf(series, period)));
    for (let left = bounds.mostRows; ; ) {
      const limit = Math.min(SLICE, left);
      const rows = this.#slice.all([series, ...place, query.to, limit]) as PointRow[];
      for (const row of rows) periods.take(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < limit) {
        periods.end();
        return undefined;
      }
      place = [last[0], last[1]];
      left -= rows.length;
      if (left <= 0 || bounds.isWanted?.() === false) {
        periods.cut();
        return instant(last[0] + 1);
      }
      await othersGoOn();
    }
  }

  #pointOf(series: number, { first, isAlone }: Period): SeriesPoint {
    const [at, revision, value, converted, flag] = first;
    if (isAlone) return { at: instant(at), value, ...(converted !== null && { converted }), flag, revision };
    const versions = (this.#versions.all([series, at]) as ReadingRow[]).map(rowToReading);
    const inForce = versionInForce(versions);
    if (inForce === undefined) throw new Error(`the versions of ${at} in series ${series} were there and are not`);
    return pointOf(inForce);
  }
}

interface Period {
  readonly first: PointRow;
  isAlone: boolean;
}

/** Tells a period with one version from one with several, row by row. */
class PeriodsOfRows {
  readonly #take: (period: Period) => void;
  #period: Period | undefined;

  constructor(take: (period: Period) => void) {
    this.#take = take;
  }

  take(row: PointRow): void {
    if (this.#period?.first[0] === row[0]) this.#period.isAlone = false;
    else {
      this.end();
      this.#period = { first: row, isAlone: true };
    }
  }

  end(): void {
    if (this.#period !== undefined) this.#take(this.#period);
  }

  /** Ends within the rows: more versions of the last period may follow. */
  cut(): void {
    if (this.#period !== undefined) this.#period.isAlone = false;
    this.end();
  }
}
