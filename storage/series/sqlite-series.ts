import Database from "libsql";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading, SeriesQuery, SeriesStore } from "../../core/readings/series.ts";
import { compareVersions } from "../../core/readings/versions.ts";
import type { Instant } from "../../core/time.ts";
import { isOutage } from "./is-outage.ts";
import {
  READING_INTO,
  READING_INTO_COLUMNS,
  type ReadingRow,
  readingToRow,
  rowToReading,
  SELECT_SPAN,
  SELECT_VERSIONS,
} from "./reading-rows.ts";
import { inForceByTime, OriginIds, prepareReadingTables } from "./reading-tables.ts";
import { numberProblem, type RefusedReading, sortOut } from "./refusal.ts";
import { RowInserter } from "./row-inserter.ts";

/**
 * The long-term store in one SQLite file, for a district without InfluxDB.
 * @throws StoreUnavailableError when the file cannot be opened.
 */
export function createSqliteSeries(options: { readonly file: string }): SeriesStore {
  return new SqliteSeries(options.file);
}

class SqliteSeries implements SeriesStore {
  readonly #db: Database.Database;
  readonly #versions: RowInserter;
  readonly #origins: OriginIds;
  readonly #addSeries: Database.Statement;
  readonly #findSeries: Database.Statement;
  readonly #span: Database.Statement;
  readonly #versionsOf: Database.Statement;
  #idByKey = new Map<string, number>();

  constructor(file: string) {
    this.#db = openSeriesFile(file);
    const db = this.#db;
    this.#versions = new RowInserter(db, {
      head: `INSERT OR REPLACE INTO ${READING_INTO} VALUES`,
      columns: READING_INTO_COLUMNS,
    });
    this.#origins = new OriginIds(db);
    this.#addSeries = db.prepare("INSERT INTO series (outlet, pollutant, basis) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    this.#findSeries = db.prepare("SELECT id FROM series WHERE outlet = ? AND pollutant = ? AND basis = ?").raw();
    this.#span = db.prepare(SELECT_SPAN).raw();
    this.#versionsOf = db.prepare(SELECT_VERSIONS).raw();
  }

  async write(readings: readonly RevisedReading[]): Promise<readonly RefusedReading[]> {
    const { good, refused } = sortOut(readings, numberProblem);
    orUnavailable(() => this.#writeAll(good));
    return refused;
  }

  async query(query: SeriesQuery): Promise<readonly StoredReading[]> {
    const { outlet, pollutant, basis, from, to } = query;
    const rows = orUnavailable(() => this.#span.all([outlet, pollutant, basis, from, to]));
    return inForceByTime((rows as ReadingRow[]).map(rowToReading));
  }

  async versions(key: Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant }): Promise<readonly StoredReading[]> {
    const rows = orUnavailable(() => this.#versionsOf.all([key.outlet, key.pollutant, key.basis, key.at]));
    return (rows as ReadingRow[]).map(rowToReading).toSorted(compareVersions);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #writeAll(readings: readonly RevisedReading[]): void {
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      for (const reading of readings) {
        const { previous, overtakenBy } = reading;
        if (previous !== undefined) this.#add(previous);
        if (overtakenBy !== undefined) this.#add(overtakenBy);
        this.#add(reading);
      }
      this.#versions.flush();
      this.#db.exec("COMMIT");
    } catch (cause) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      this.#versions.discard();
      this.#idByKey = new Map();
      this.#origins.forget();
      throw cause;
    }
  }

  #add(reading: StoredReading): void {
    const ids = { series: this.#seriesId(reading), origin: this.#origins.idOf(reading) };
    this.#versions.add(readingToRow(ids, reading));
  }

  #seriesId({ outlet, pollutant, basis }: StoredReading): number {
    const key = `${outlet}\n${pollutant}\n${basis}`;
    const held = this.#idByKey.get(key);
    if (held !== undefined) return held;
    this.#addSeries.run([outlet, pollutant, basis]);
    const [row] = this.#findSeries.all([outlet, pollutant, basis]) as [number][];
    if (row === undefined) throw new Error(`the series ${outlet}, ${pollutant}, ${basis} was added but is not there`);
    this.#idByKey.set(key, row[0]);
    return row[0];
  }
}

function openSeriesFile(file: string): Database.Database {
  try {
    const db = new Database(file, { timeout: 10_000 });
    // FULL: the caller lets the journal go once we have answered.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    db.exec("BEGIN IMMEDIATE");
    prepareReadingTables(db);
    db.exec("COMMIT");
    return db;
  } catch (cause) {
    throw new StoreUnavailableError("the series file cannot be opened", { cause });
  }
}

function orUnavailable<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isOutage(cause)) throw cause;
    throw new StoreUnavailableError("the series file cannot be used", { cause });
  }
}
