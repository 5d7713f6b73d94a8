import type Database from "libsql";
import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import {
  READING_COLUMNS,
  READING_INTO,
  READING_INTO_COLUMNS,
  type ReadingRow,
  readingToRow,
  rowToReading,
} from "../series/reading-rows.ts";
import { RowInserter } from "../series/row-inserter.ts";
import type { IntakeFile } from "./intake-file.ts";
import { nextVersion, withoutPrevious } from "./settle-message.ts";

/** What is known of one (outlet, pollutant, basis) while the store is open. */
interface Series {
  readonly id: number;
  /** The newest reading by time; a reading after it is new without a look-up. */
  newest: StoredReading | undefined;
  /** Versions of this transaction, by time: not all of them are in the table yet. */
  readonly staged: Map<number, StoredReading>;
}

/**
 * Keeps the versions of readings. Realtime data in order cost no look-up: what is newer than everything known of its
 * series is new. The number of series is bounded by the registry, so all of them are held in memory.
 */
export class ReadingBook {
  readonly #addSeries: Database.Statement;
  readonly #findSeries: Database.Statement;
  readonly #findNewest: Database.Statement;
  readonly #findVersion: Database.Statement;
  readonly #readings: RowInserter;
  readonly #latest: RowInserter;
  readonly #seriesByKey = new Map<string, Series>();
  readonly #touched = new Set<Series>();

  constructor(db: IntakeFile) {
    const version = `SELECT ${READING_COLUMNS} FROM reading r JOIN series s ON s.id = r.series_id WHERE r.series_id = ?`;
    this.#addSeries = db.prepare("INSERT INTO series (outlet, pollutant, basis) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    this.#findSeries = db.prepare("SELECT id FROM series WHERE outlet = ? AND pollutant = ? AND basis = ?").raw();
    this.#findNewest = db.prepare(`${version} ORDER BY r.at DESC, r.revision DESC LIMIT 1`).raw();
    this.#findVersion = db.prepare(`${version} AND r.at = ? ORDER BY r.revision DESC LIMIT 1`).raw();
    this.#readings = new RowInserter(db, {
      head: `INSERT INTO ${READING_INTO} VALUES`,
      columns: READING_INTO_COLUMNS,
    });
    this.#latest = new RowInserter(db, {
      head: "INSERT INTO latest (series_id, at, revision, seq) VALUES",
      columns: 4,
      tail: "ON CONFLICT (series_id) DO UPDATE SET at = excluded.at, revision = excluded.revision, seq = excluded.seq",
    });
  }

  /** Takes a reading; gives the version it became, or `undefined` when it repeats what is known. */
  take(reading: Reading, message: DecodedMessage): RevisedReading | undefined {
    const series = this.#seriesOf(reading);
    const version = nextVersion(reading, message, this.#known(series, reading.at));
    if (version === undefined) return undefined;
    this.#add(series, version);
    return version;
  }

  /** Writes what is still in memory; belongs at the end of the transaction. */
  flush(): void {
    for (const { id, newest } of this.#touched)
      if (newest !== undefined) this.#latest.add([id, newest.at, newest.revision, newest.seq]);
    this.#readings.flush();
    this.#latest.flush();
    for (const series of this.#touched) series.staged.clear();
    this.#touched.clear();
  }

  /** Forgets everything that is not in the file, after a rollback or when rows were deleted. */
  forget(): void {
    this.#readings.discard();
    this.#latest.discard();
    this.#touched.clear();
    this.#seriesByKey.clear();
  }

  #seriesOf({ outlet, pollutant, basis }: Reading): Series {
    const key = `${outlet}\n${pollutant}\n${basis}`;
    const held = this.#seriesByKey.get(key);
    if (held !== undefined) return held;
    this.#addSeries.run([outlet, pollutant, basis]);
    const [row] = this.#findSeries.all([outlet, pollutant, basis]) as [number][];
    if (row === undefined) throw new Error(`the series ${outlet}, ${pollutant}, ${basis} was added but is not there`);
    const series = { id: row[0], newest: first(this.#findNewest.all([row[0]])), staged: new Map() };
    this.#seriesByKey.set(key, series);
    return series;
  }

  #known(series: Series, at: number): StoredReading | undefined {
    if (series.newest === undefined || at > series.newest.at) return undefined;
    if (at === series.newest.at) return series.newest;
    return series.staged.get(at) ?? first(this.#findVersion.all([series.id, at]));
  }

  #add(series: Series, version: RevisedReading): void {
    const stored = withoutPrevious(version);
    this.#readings.add(readingToRow(series.id, stored));
    series.staged.set(stored.at, stored);
    if (series.newest === undefined || stored.at >= series.newest.at) series.newest = stored;
    this.#touched.add(series);
  }
}

function first(rows: unknown[]): StoredReading | undefined {
  const [row] = rows as ReadingRow[];
  return row === undefined ? undefined : rowToReading(row);
}
