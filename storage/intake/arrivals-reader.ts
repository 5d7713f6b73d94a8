import type Database from "libsql";
import type { Basis } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { compareVersions } from "../../core/readings/versions.ts";
import type { Instant } from "../../core/time.ts";
import { blockStart } from "./block-span.ts";
import { type IntakeFile, openIntakeFile } from "./intake-file.ts";
import { revisedAmong } from "./settle-message.ts";
import { type KnownSeries, nextBlock, VersionReader } from "./version-reader.ts";

/** What came in from `from` on, and before `to`, by the time of arrival. */
export interface Arrivals {
  readonly from: Instant;
  readonly to: Instant;
}

const SERIES = "SELECT id, outlet, pollutant, basis FROM series ORDER BY id";
const NEXT_ROW = "SELECT at FROM reading WHERE series_id = ? AND at >= ? ORDER BY at LIMIT 1";
const NEXT_BLOCK = "SELECT start FROM reading_block WHERE series_id = ? AND start >= ? ORDER BY start LIMIT 1";

/** Opens the working store of a data directory for a walk through all of it, beside whoever writes. */
export function openArrivalsReader({ directory }: { readonly directory: string }): ArrivalsReader {
  return new ArrivalsReader(openIntakeFile(directory));
}

/** Walks through the series of the working store, one after the other, each block once. */
export class ArrivalsReader {
  readonly #db: IntakeFile;
  readonly #versions: VersionReader;
  readonly #nextRow: Database.Statement;
  readonly #nextBlock: Database.Statement;

  constructor(db: IntakeFile) {
    this.#db = db;
    this.#versions = new VersionReader(db);
    this.#nextRow = db.prepare(NEXT_ROW).raw();
    this.#nextBlock = db.prepare(NEXT_BLOCK).raw();
  }

  series(): readonly KnownSeries[] {
    const rows = this.#db.prepare(SERIES).raw().all([]) as [number, string, string, Basis][];
    return rows.map(([id, outlet, pollutant, basis]) => ({ id, outlet, pollutant, basis }));
  }

  /**
   * Versions of a series that came in the time asked for, by the time of their periods, each as of now; in pieces of
   * one stretch of a block.
   */
  *arrivals(series: KnownSeries, { from, to }: Arrivals): Generator<readonly RevisedReading[]> {
    for (let at = this.#next(series, Number.MIN_SAFE_INTEGER); at !== undefined; ) {
      const end = nextBlock(series.basis, blockStart(series.basis, at));
      const found = this.#stretch(series, at, end).filter(({ receivedAt }) => receivedAt >= from && receivedAt < to);
      if (found.length > 0) yield found;
      at = this.#next(series, end);
    }
  }

  close(): void {
    this.#db.close();
  }

  /** Where the next period is, or the block that has it. */
  #next(series: KnownSeries, at: number): number | undefined {
    const found = [this.#nextRow, this.#nextBlock].flatMap((next) =>
      (next.all([series.id, at]) as [number][]).map(([start]) => start),
    );
    return found.length === 0 ? undefined : Math.min(...found);
  }

  #stretch(series: KnownSeries, start: number, end: number): readonly RevisedReading[] {
    const versions = this.#versions.versions(series, start, { to: end });
    const revised: RevisedReading[] = [];
    for (let first = 0; first < versions.length; ) {
      let next = first + 1;
      while (versions[next]?.at === versions[first]?.at) next += 1;
      const period = versions.slice(first, next).toSorted(compareVersions);
      for (const version of period) revised.push(revisedAmong(version, period));
      first = next;
    }
    return revised;
  }
}
