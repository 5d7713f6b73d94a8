import type { Basis, StoredReading } from "../../core/reading.ts";
import { instant } from "../../core/time.ts";

/** The columns of a version, in the order of `ReadingRow`; `r` is the reading table, `s` the series table. */
export const READING_COLUMNS =
  "s.outlet, s.pollutant, s.basis, r.at, r.revision, r.value, r.converted, r.flag, r.min, r.max, r.total, r.seq, r.received_at";

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
