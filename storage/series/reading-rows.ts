import type { Basis, StoredReading } from "../../core/readings/reading.ts";
import { instant } from "../../core/time.ts";
import type { SqlValue } from "./row-inserter.ts";

/**
 * The tables of readings. `reading` holds every version and is only added to: the one with the highest revision is in
 * force.
 */
export const READING_TABLES = `
CREATE TABLE IF NOT EXISTS series (
  id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, pollutant TEXT NOT NULL, basis TEXT NOT NULL,
  UNIQUE (outlet, pollutant, basis)
) STRICT;
CREATE TABLE IF NOT EXISTS reading (
  series_id INTEGER NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
  value REAL NOT NULL, converted REAL, flag TEXT NOT NULL, min REAL, max REAL, total REAL,
  seq INTEGER NOT NULL, received_at INTEGER NOT NULL,
  PRIMARY KEY (series_id, at, revision)
) STRICT, WITHOUT ROWID`;

/** Where `readingToRow` goes. */
export const READING_INTO = "reading (series_id, at, revision, value, converted, flag, min, max, total, seq, received_at)";
export const READING_INTO_COLUMNS = 11;

/** The row of a version in the table `reading`. */
export function readingToRow(seriesId: number, reading: StoredReading): readonly SqlValue[] {
  const { at, revision, value, converted = null, flag, min = null, max = null, total = null, seq, receivedAt } = reading;
  return [seriesId, at, revision, value, converted, flag, min, max, total, seq, receivedAt];
}

/** The columns of a version, in the order of `ReadingRow`; `r` is the reading table, `s` the series table. */
export const READING_COLUMNS =
  "s.outlet, s.pollutant, s.basis, r.at, r.revision, r.value, r.converted, r.flag, r.min, r.max, r.total, r.seq, r.received_at";

/** Versions in force of a `SeriesQuery`: outlet, pollutant, basis, from, to. */
// SQLite takes the other columns from the row that has the maximum, here the version in force; the last column is that
// maximum itself.
export const SELECT_IN_FORCE = `SELECT ${READING_COLUMNS}, max(r.revision) FROM series s JOIN reading r ON r.series_id = s.id
  WHERE s.outlet = ? AND s.pollutant = ? AND s.basis = ? AND r.at >= ? AND r.at < ? GROUP BY r.at ORDER BY r.at`;

/** All versions of a period, oldest first: outlet, pollutant, basis, at. */
export const SELECT_VERSIONS = `SELECT ${READING_COLUMNS} FROM series s JOIN reading r ON r.series_id = s.id
  WHERE s.outlet = ? AND s.pollutant = ? AND s.basis = ? AND r.at = ? ORDER BY r.revision`;

/** One row of `READING_COLUMNS`, as libsql gives it in raw mode. */
export type ReadingRow = readonly [
  outlet: string,
  pollutant: string,
  basis: Basis,
  at: number,
  revision: number,
  value: number,
  converted: number | null,
  flag: string,
  min: number | null,
  max: number | null,
  total: number | null,
  seq: number,
  receivedAt: number,
];

/** The version in the language of the product; parts that the device did not send are absent. */
export function rowToReading(row: ReadingRow): StoredReading {
  const [outlet, pollutant, basis, at, revision, value, converted, flag, min, max, total, seq, receivedAt] = row;
  return {
    outlet,
    pollutant,
    basis,
    at: instant(at),
    value,
    flag,
    seq,
    receivedAt: instant(receivedAt),
    revision,
    ...(converted === null ? {} : { converted }),
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(total === null ? {} : { total }),
  };
}
