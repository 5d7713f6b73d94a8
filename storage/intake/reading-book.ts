import type Database from "libsql";
import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading, ReadingOrigin, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { versionInForce } from "../../core/readings/versions.ts";
import { ReadingInserter } from "../series/reading-inserter.ts";
import { FROM_READINGS, READING_COLUMNS, type ReadingRow, rowToReading } from "../series/reading-rows.ts";
import { OriginIds } from "../series/reading-tables.ts";
import { RowInserter } from "../series/row-inserter.ts";
import type { IntakeFile } from "./intake-file.ts";
import type { WrittenReadings } from "./recent-changes.ts";
import { settleReading, versionOf } from "./settle-message.ts";
import { type KnownSeries, VersionReader } from "./version-reader.ts";

/** What is known of one (outlet, pollutant, basis) while the store is open. */
interface Series extends KnownSeries {
  /** All versions of the newest period; a reading after it is new without a look-up. */
  newest: readonly StoredReading[];
  /** Versions of periods that this transaction touched, by time: not all of them are in the table yet. */
  readonly staged: Map<number, readonly StoredReading[]>;
  /** The origin of the newest reading, and its id. */
  origin: { readonly of: ReadingOrigin; readonly id: number } | undefined;
}

/**
 * Keeps the versions of readings. Realtime data in order cost no look-up: what is newer than everything known of its
 * series is new. The number of series is bounded by the registry, so all of them are held in memory.
 */
export class ReadingBook {
  readonly #addSeries: Database.Statement;
  readonly #findSeries: Database.Statement;
  readonly #findNewest: Database.Statement;
  readonly #packed: VersionReader;
  readonly #origins: OriginIds;
  readonly #readings: ReadingInserter;
  readonly #latest: RowInserter;
  readonly #seriesByKey = new Map<string, Series>();
  readonly #touched = new Set<Series>();
  #written: StoredReading[] = [];
  #areFirst = true;

  constructor(db: IntakeFile) {
    const versions = `SELECT ${READING_COLUMNS} ${FROM_READINGS} WHERE r.series_id = ?`;
    this.#addSeries = db.prepare("INSERT INTO series (outlet, pollutant, basis) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    this.#findSeries = db.prepare("SELECT id FROM series WHERE outlet = ? AND pollutant = ? AND basis = ?").raw();
    this.#findNewest = db.prepare(`${versions} AND r.at = (SELECT max(at) FROM reading WHERE series_id = r.series_id)`).raw();
    this.#packed = new VersionReader(db);
    this.#origins = new OriginIds(db);
    this.#readings = new ReadingInserter(db);
    this.#latest = new RowInserter(db, {
      head: "INSERT INTO latest (series_id, at, revision, seq) VALUES",
      columns: 4,
      tail: "ON CONFLICT (series_id) DO UPDATE SET at = excluded.at, revision = excluded.revision, seq = excluded.seq",
    });
  }

  /** Takes a reading; gives the version it became, or `undefined` when nothing changes by it. */
  take(reading: Reading, message: DecodedMessage): RevisedReading | undefined {
    const series = this.#seriesOf(reading);
    const known = this.#known(series, reading.at);
    const settled = settleReading(reading, message, known);
    if (settled === undefined) return undefined;
    const stored = versionOf(settled.version);
    const ids = { series: series.id, origin: this.#originOf(series, stored) };
    if (known.length === 0) this.#readings.add(ids, stored);
    else this.#readings.replace(ids, stored);
    this.#written.push(stored);
    if (known.length > 0) this.#areFirst = false;
    this.#hold(series, known.length === 0 ? [stored] : [...known.filter(({ revision }) => revision !== stored.revision), stored]);
    return settled.isChange ? settled.version : undefined;
  }

  /** Writes what is still in memory; belongs at the end of the transaction. */
  flush(): void {
    for (const { id, newest } of this.#touched) {
      const inForce = versionInForce(newest);
      if (inForce !== undefined) this.#latest.add([id, inForce.at, inForce.revision, inForce.seq]);
    }
    this.#readings.flush();
    this.#latest.flush();
    for (const series of this.#touched) series.staged.clear();
    this.#touched.clear();
  }

  /** What was written since the last call, in the order of the entries. */
  takeWritten(): Pick<WrittenReadings, "readings" | "areFirst"> {
    const written = { readings: this.#written, areFirst: this.#areFirst };
    this.#written = [];
    this.#areFirst = true;
    return written;
  }

  /** Forgets everything that is not in the file, after a rollback or when rows were deleted. */
  forget(): void {
    this.#readings.discard();
    this.#origins.forget();
    this.#latest.discard();
    this.#touched.clear();
    this.#seriesByKey.clear();
    this.takeWritten();
  }

  #seriesOf({ outlet, pollutant, basis }: Reading): Series {
    const key = `${outlet}\n${pollutant}\n${basis}`;
    const held = this.#seriesByKey.get(key);
    if (held !== undefined) return held;
    this.#addSeries.run([outlet, pollutant, basis]);
    const [row] = this.#findSeries.all([outlet, pollutant, basis]) as [number][];
    if (row === undefined) throw new Error(`the series ${outlet}, ${pollutant}, ${basis} was added but is not there`);
    const series: Series = {
      ...{ id: row[0], outlet, pollutant, basis },
      newest: toReadings(this.#findNewest.all([row[0]])),
      staged: new Map(),
      origin: undefined,
    };
    this.#seriesByKey.set(key, series);
    return series;
  }

  #originOf(series: Series, reading: StoredReading): number {
    if (series.origin !== undefined && isSameOrigin(series.origin.of, reading)) return series.origin.id;
    series.origin = { of: reading, id: this.#origins.idOf(reading) };
    return series.origin.id;
  }

  #known(series: Series, at: number): readonly StoredReading[] {
    const newestAt = series.newest[0]?.at;
    if (newestAt === undefined || at > newestAt) return NONE;
    if (at === newestAt) return series.newest;
    return series.staged.get(at) ?? this.#packed.versions(series, at, { to: at + 1 });
  }

  #hold(series: Series, versions: readonly StoredReading[]): void {
    const at = versions[0]?.at ?? 0;
    series.staged.set(at, versions);
    if (at >= (series.newest[0]?.at ?? Number.NEGATIVE_INFINITY)) series.newest = versions;
    this.#touched.add(series);
  }
}

const NONE: readonly StoredReading[] = [];

function isSameOrigin(a: ReadingOrigin, b: ReadingOrigin): boolean {
  return a.mn === b.mn && a.factor === b.factor && a.unit === b.unit && a.field === b.field && a.minutes === b.minutes;
}

function toReadings(rows: unknown[]): readonly StoredReading[] {
  return (rows as ReadingRow[]).map(rowToReading);
}
