import type Database from "libsql";
import { pointOf, type SeriesPoint } from "../../core/readings/outline.ts";
import type { Basis, NoiseField, StoredReading } from "../../core/readings/reading.ts";
import { type BlockRow, readBlock, readBlockPoints } from "../series/blocks/block-content.ts";
import { FROM_READINGS, READING_COLUMNS, type ReadingRow, rowToReading } from "../series/reading-rows.ts";
import { inForceByTime } from "../series/reading-tables.ts";
import { seriesPoints } from "./block-outlines.ts";
import { blockStart, spanOf } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";

/** A series that the file knows. */
export interface KnownSeries {
  readonly id: number;
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: Basis;
}

/** A block as it lies in the file. */
export interface StoredBlock {
  readonly start: number;
  readonly content: Uint8Array;
}

type OriginRow = readonly [mn: string, factor: string, field: NoiseField | "", unit: string, minutes: number];

const BLOCKS_AT_ONCE = 32;

/** Reads versions wherever they lie, in rows or in blocks. A row stands over what a block has of its version. */
export class VersionReader {
  readonly #series: Database.Statement;
  readonly #rows: Database.Statement;
  readonly #blocks: Database.Statement;
  readonly #origin: Database.Statement;
  readonly #originById = new Map<number, OriginRow>();

  constructor(db: IntakeFile) {
    this.#series = db.prepare("SELECT id FROM series WHERE outlet = ? AND pollutant = ? AND basis = ?").raw();
    this.#rows = db
      .prepare(
        `SELECT ${READING_COLUMNS} ${FROM_READINGS} WHERE r.series_id = ? AND r.at >= ? AND r.at < ? ORDER BY r.at, r.revision LIMIT ?`,
      )
      .raw();
    this.#blocks = db
      .prepare("SELECT start, content FROM reading_block WHERE series_id = ? AND start >= ? AND start < ? ORDER BY start LIMIT ?")
      .raw();
    this.#origin = db.prepare("SELECT mn, factor, field, unit, minutes FROM reading_origin WHERE id = ?").raw();
  }

  find({ outlet, pollutant, basis }: Omit<KnownSeries, "id">): KnownSeries | undefined {
    const [row] = this.#series.all([outlet, pollutant, basis]) as [number][];
    return row && { id: row[0], outlet, pollutant, basis };
  }

  /** Versions of periods from `from` to before `to`, by time and revision; of more than `most` the first. */
  versions(series: KnownSeries, from: number, { to, most = MANY }: { readonly to: number; readonly most?: number }) {
    // Rows first: what is packed between the two statements is seen twice, not lost.
    const rows = this.rows(series, from, { to, most });
    const packed = this.#packed(series, from, { to, most });
    if (packed.length === 0) return rows;
    const over = new Set(rows.map(placeOf));
    const all = [...packed.filter((version) => !over.has(placeOf(version))), ...rows];
    return all.sort((a, b) => a.at - b.at || a.revision - b.revision).slice(0, most);
  }

  /** Only what lies in rows. */
  rows(series: KnownSeries, from: number, { to, most = MANY }: { readonly to: number; readonly most?: number }) {
    return (this.#rows.all([series.id, from, to, most]) as ReadingRow[]).map(rowToReading);
  }

  /** Blocks that hold periods from `from` to before `to`, by time. */
  blocks(
    series: KnownSeries,
    from: number,
    { to, most }: { readonly to: number; readonly most: number },
  ): readonly StoredBlock[] {
    const rows = this.#blocks.all([series.id, blockStart(series.basis, from), to, most]) as [number, Uint8Array][];
    return rows.map(([start, content]) => ({ start, content }));
  }

  /** What is drawn of a block: of each period the version in force, by time. */
  pointsInForce(series: KnownSeries, content: Uint8Array): readonly SeriesPoint[] {
    const points = readBlockPoints(content);
    const isSeveral = points.at.some((moment, i) => moment === points.at[i - 1]);
    return isSeveral ? inForceByTime(this.versionsOf(series, content)).map(pointOf) : seriesPoints(points);
  }

  versionsOf(series: KnownSeries, content: Uint8Array): readonly StoredReading[] {
    return readBlock(content).map((row) => this.#toReading(series, row));
  }

  #packed(series: KnownSeries, from: number, { to, most }: { readonly to: number; readonly most: number }): StoredReading[] {
    const found: StoredReading[] = [];
    for (let next = from; found.length < most; ) {
      const blocks = this.blocks(series, next, { to, most: BLOCKS_AT_ONCE });
      for (const { content } of blocks) {
        for (const version of this.versionsOf(series, content)) if (version.at >= from && version.at < to) found.push(version);
      }
      const last = blocks.at(-1);
      if (last === undefined || blocks.length < BLOCKS_AT_ONCE) break;
      next = nextBlock(series.basis, last.start);
    }
    return found;
  }

  #toReading({ outlet, pollutant, basis }: KnownSeries, row: BlockRow): StoredReading {
    const { at, revision, value, converted, flag, min, max, total, seq, receivedAt, implausible, digests } = row;
    const { rawMean, sampledAt, vendorFlag, backfilled } = row;
    const origin = row.origin === null ? NO_ORIGIN : this.#originOf(row.origin);
    return rowToReading([
      ...([outlet, pollutant, basis, at, revision, value, converted, flag, min, max, total, seq, receivedAt] as const),
      ...origin,
      ...([row.order, row.firstEntry, row.digest, implausible, digests] as const),
      ...([rawMean, sampledAt, vendorFlag, backfilled] as const),
    ]);
  }

  #originOf(id: number): OriginRow {
    const known = this.#originById.get(id);
    if (known !== undefined) return known;
    const [row] = this.#origin.all([id]) as OriginRow[];
    if (row === undefined) throw new Error(`a block of readings names the origin ${id}, which is not there`);
    this.#originById.set(id, row);
    return row;
  }
}

const MANY = Number.MAX_SAFE_INTEGER;
const NO_ORIGIN = [null, null, null, null, null] as const;

function placeOf({ at, revision }: StoredReading): string {
  return `${at}|${revision}`;
}

/** Where the block after one begins. */
export function nextBlock(basis: Basis, start: number): number {
  return start + spanOf(basis);
}
