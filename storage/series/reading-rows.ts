import type { Arrival, Basis, NoiseField, StoredReading } from "../../core/readings/reading.ts";
import { instant } from "../../core/time.ts";
import type { SqlValue } from "./row-inserter.ts";

/**
 * The tables of readings. `reading` holds every version of every period; `reading_origin` where they came from, once
 * for all readings of a channel. Which version is in force is decided by `compareVersions`, never here.
 */
export const READING_TABLES = `
CREATE TABLE IF NOT EXISTS series (
  id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, pollutant TEXT NOT NULL, basis TEXT NOT NULL,
  UNIQUE (outlet, pollutant, basis)
) STRICT;
CREATE TABLE IF NOT EXISTS reading_origin (
  id INTEGER PRIMARY KEY, mn TEXT NOT NULL, factor TEXT NOT NULL, field TEXT NOT NULL, unit TEXT NOT NULL, minutes INTEGER NOT NULL,
  UNIQUE (mn, factor, field, unit, minutes)
) STRICT;
CREATE TABLE IF NOT EXISTS reading (
  series_id INTEGER NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
  value REAL NOT NULL, converted REAL, flag TEXT NOT NULL, min REAL, max REAL, total REAL,
  seq INTEGER NOT NULL, received_at INTEGER NOT NULL,
  origin_id INTEGER, source_order INTEGER, first_entry INTEGER, digest INTEGER, implausible INTEGER,
  digests TEXT, raw_mean REAL, sampled_at INTEGER, vendor_flag TEXT, backfilled INTEGER,
  PRIMARY KEY (series_id, at, revision)
) STRICT, WITHOUT ROWID`;

/** Columns that the table got after it was first made; a file of an older build gets them when it is opened. */
export const READING_COLUMNS_ADDED = [
  "origin_id INTEGER",
  "source_order INTEGER",
  "first_entry INTEGER",
  "digest INTEGER",
  "implausible INTEGER",
  "digests TEXT",
  "raw_mean REAL",
  "sampled_at INTEGER",
  "vendor_flag TEXT",
  "backfilled INTEGER",
] as const;

/** Where `readingToRow` goes. */
export const READING_INTO = `reading (series_id, at, revision, value, converted, flag, min, max, total, seq, received_at,
  origin_id, source_order, first_entry, digest, implausible, digests, raw_mean, sampled_at, vendor_flag, backfilled)`;
export const READING_INTO_COLUMNS = 21;

/** The ids that a row stands under in the tables beside `reading`. */
export interface RowIds {
  readonly series: number;
  readonly origin: number;
}

/** The row of a version in the table `reading`. What the row of its entry says already is left out. */
export function readingToRow(ids: RowIds, reading: StoredReading): readonly SqlValue[] {
  const { at, revision, value, converted = null, flag, min = null, max = null, total = null, seq, receivedAt } = reading;
  const { implausible, digests, rawMean = null, sampledAt = null, vendorFlag = null, backfilled } = reading;
  return [
    ...[ids.series, at, revision, value, converted, flag, min, max, total, seq, receivedAt, ids.origin],
    ...placeColumns(reading),
    implausible === true ? 1 : null,
    digests?.join(" ") ?? null,
    ...[rawMean, sampledAt, vendorFlag, backfilled === true ? 1 : null],
  ];
}

/** Where a value alone goes: what most readings are. */
export const PLAIN_READING_INTO = `reading (series_id, at, revision, value, flag, seq, received_at, origin_id,
  source_order, first_entry, digest)`;
export const PLAIN_READING_INTO_COLUMNS = 11;

/** The same row without the columns that a value alone leaves empty; `undefined` for a reading that has more to say. */
export function plainReadingToRow(ids: RowIds, reading: StoredReading): readonly SqlValue[] | undefined {
  const { converted, min, max, total, implausible, digests, rawMean, sampledAt, vendorFlag, backfilled } = reading;
  if ((converted ?? min ?? max ?? total ?? implausible ?? digests) !== undefined) return undefined;
  if ((rawMean ?? sampledAt ?? vendorFlag ?? backfilled) !== undefined) return undefined;
  const { at, revision, value, flag, seq, receivedAt } = reading;
  const [order, first, digest] = placeColumns(reading);
  return [ids.series, at, revision, value, flag, seq, receivedAt, ids.origin, order, first, digest];
}

function placeColumns({
  order,
  arrival,
  seq,
  receivedAt,
}: StoredReading): readonly [number | null, number | null, number | null] {
  const digest = arrival?.digest ?? null;
  const isFirst = digest !== null && arrival?.entry === seq && order === receivedAt;
  return isFirst ? [null, null, digest] : [order, arrival?.entry ?? null, digest];
}

/** The columns of a version in the order of `ReadingRow`; `r` are readings, `s` series, `o` origins. */
export const READING_COLUMNS = `s.outlet, s.pollutant, s.basis, r.at, r.revision, r.value, r.converted, r.flag, r.min, r.max, r.total,
  r.seq, r.received_at, o.mn, o.factor, o.field, o.unit, o.minutes, r.source_order, r.first_entry, r.digest, r.implausible, r.digests,
  r.raw_mean, r.sampled_at, r.vendor_flag, r.backfilled`;

/** Readings with their series and origins, for a condition to follow. */
export const FROM_READINGS = `FROM series s JOIN reading r ON r.series_id = s.id LEFT JOIN reading_origin o ON o.id = r.origin_id`;

/** All versions of a `SeriesQuery`, by time: outlet, pollutant, basis, from, to. */
export const SELECT_SPAN = `SELECT ${READING_COLUMNS} ${FROM_READINGS}
  WHERE s.outlet = ? AND s.pollutant = ? AND s.basis = ? AND r.at >= ? AND r.at < ? ORDER BY r.at`;

/** All versions of a period: outlet, pollutant, basis, at. */
export const SELECT_VERSIONS = `SELECT ${READING_COLUMNS} ${FROM_READINGS}
  WHERE s.outlet = ? AND s.pollutant = ? AND s.basis = ? AND r.at = ?`;

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
  mn: string | null,
  factor: string | null,
  field: NoiseField | "" | null,
  unit: string | null,
  minutes: number | null,
  order: number | null,
  firstEntry: number | null,
  digest: number | null,
  implausible: number | null,
  digests: string | null,
  rawMean: number | null,
  sampledAt: number | null,
  vendorFlag: string | null,
  backfilled: number | null,
];

/** The version in the language of the product; parts that the device did not send are absent. */
export function rowToReading(row: ReadingRow): StoredReading {
  const [outlet, pollutant, basis, at, revision, value, converted, flag, min, max, total, seq, receivedAt, ...rest] = row;
  const [mn, factor, field, unit, minutes, order, firstEntry, digest, implausible, digests, ...beside] = rest;
  const stored: Stored = {
    outlet,
    pollutant,
    basis,
    at: instant(at),
    value,
    flag,
    // A version of an older build kept no origin, and its order is its arrival.
    mn: mn ?? "",
    factor: factor ?? pollutant,
    unit: unit ?? "",
    order: order ?? receivedAt,
    seq,
    receivedAt: instant(receivedAt),
    revision,
  };
  if (converted !== null) stored.converted = converted;
  if (min !== null) stored.min = min;
  if (max !== null) stored.max = max;
  if (total !== null) stored.total = total;
  if (field !== null && field !== "") stored.field = field;
  if (minutes !== null && minutes > 0) stored.minutes = minutes;
  if (implausible === 1) stored.implausible = true;
  if (digests !== null) stored.digests = digests.split(" ").map(Number);
  addBeside(stored, beside);
  const arrival = arrivalOf({ order, firstEntry, digest, seq });
  if (arrival !== undefined) stored.arrival = arrival;
  return stored;
}

type Stored = { -readonly [Part in keyof StoredReading]: StoredReading[Part] };
type BesideColumns = readonly [number | null, number | null, string | null, number | null];

/** What few readings have, whatever the basis. */
function addBeside(stored: Stored, [rawMean, sampledAt, vendorFlag, backfilled]: BesideColumns): void {
  if (rawMean !== null) stored.rawMean = rawMean;
  if (sampledAt !== null) stored.sampledAt = instant(sampledAt);
  if (vendorFlag !== null) stored.vendorFlag = vendorFlag;
  if (backfilled === 1) stored.backfilled = true;
}

interface ArrivalColumns {
  readonly order: number | null;
  readonly firstEntry: number | null;
  readonly digest: number | null;
  readonly seq: number;
}

/** Without a digest where the source stated the order. */
function arrivalOf({ order, firstEntry, digest, seq }: ArrivalColumns): Arrival | undefined {
  if (order === null) return { entry: seq, digest: digest ?? NO_DIGEST };
  if (firstEntry === null) return undefined;
  return { entry: firstEntry, ...(digest !== null && { digest }) };
}

/** Versions of an older build kept no digest of their message. */
const NO_DIGEST = 0;
