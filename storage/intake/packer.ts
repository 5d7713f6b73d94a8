import type Database from "libsql";
import type { Basis } from "../../core/readings/reading.ts";
import type { Instant } from "../../core/time.ts";
import { type BlockRow, readBlock, writeBlock } from "../series/blocks/block-content.ts";
import { BlockOutlines } from "./block-outlines.ts";
import { blockStart, spanOf } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";
import { OlderBlocks } from "./older-blocks.ts";
import { VersionReader } from "./version-reader.ts";

/** How many rows one slice takes: some 30 ms of work. */
const SLICE = 5_000;
/** How many blocks of an older build get their outline in one slice: as long. */
const BLOCKS = 500;
/** What more versions fall into stays in rows: a block is read whole. */
const MOST_VERSIONS = 20_000;

const COLUMNS = `at, revision, value, converted, flag, min, max, total, seq, received_at,
  origin_id, source_order, first_entry, digest, implausible, digests, raw_mean, sampled_at, vendor_flag, backfilled`;

type Row = readonly [
  ...[at: number, revision: number, value: number, converted: number | null, flag: string],
  ...[min: number | null, max: number | null, total: number | null, seq: number, receivedAt: number, origin: number | null],
  ...[order: number | null, firstEntry: number | null, digest: number | null, implausible: number | null, digests: string | null],
  ...[rawMean: number | null, sampledAt: number | null, vendorFlag: string | null, backfilled: number | null],
];

type SeriesRow = readonly [id: number, outlet: string, pollutant: string, basis: Basis, newest: number];

/**
 * Packs rows of readings into blocks, series by series, oldest first. A block is made once its time lies before
 * `before` and its newest row came before it; rows that come later stand over the block until they are packed into it.
 * The newest period of a series stays a row. Blocks of a build that kept no outlines get them first.
 */
export class Packer {
  readonly #nextSeries: Database.Statement;
  readonly #nextAt: Database.Statement;
  readonly #rows: Database.Statement;
  readonly #block: Database.Statement;
  readonly #save: Database.Statement;
  readonly #remove: Database.Statement;
  readonly #outlines: BlockOutlines;
  readonly #older: OlderBlocks;
  readonly #versions: VersionReader;
  /** Where the walk through the series goes on. */
  #place = { series: 0, at: Number.MIN_SAFE_INTEGER };

  constructor(db: IntakeFile) {
    this.#nextSeries = db
      .prepare(
        `SELECT s.id, s.outlet, s.pollutant, s.basis, l.at FROM series s JOIN latest l ON l.series_id = s.id
          WHERE s.id >= ? ORDER BY s.id LIMIT 1`,
      )
      .raw();
    this.#nextAt = db.prepare("SELECT at FROM reading WHERE series_id = ? AND at >= ? ORDER BY at LIMIT 1").raw();
    this.#rows = db
      .prepare(`SELECT ${COLUMNS} FROM reading WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at, revision LIMIT ?`)
      .raw();
    this.#block = db.prepare("SELECT content FROM reading_block WHERE series_id = ? AND start = ?").raw();
    this.#save = db.prepare(`INSERT INTO reading_block (series_id, start, first_seq, last_seq, content) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (series_id, start) DO UPDATE SET first_seq = excluded.first_seq, last_seq = excluded.last_seq,
      content = excluded.content`);
    this.#remove = db.prepare("DELETE FROM reading WHERE series_id = ? AND at >= ? AND at < ?");
    this.#outlines = new BlockOutlines(db);
    this.#versions = new VersionReader(db);
    this.#older = new OlderBlocks(db);
  }

  /** Packs one slice; belongs in a transaction. Gives false when the walk has come to its end. */
  packSlice(before: Instant): boolean {
    if (this.#outlineOlder()) return true;
    for (let left = SLICE; left > 0; ) {
      const [series] = this.#nextSeries.all([this.#place.series]) as SeriesRow[];
      if (series === undefined) {
        this.#place = { series: 0, at: Number.MIN_SAFE_INTEGER };
        return false;
      }
      const [id] = series;
      if (id !== this.#place.series) this.#place = { series: id, at: Number.MIN_SAFE_INTEGER };
      left -= 1 + this.#packNext(series, before);
    }
    return true;
  }

  /** Begins the walk anew, after a rollback. */
  forget(): void {
    this.#place = { series: 0, at: Number.MIN_SAFE_INTEGER };
    this.#older.forget();
  }

  /** Makes outlines of blocks of an older build; gives false once there are no more. */
  #outlineOlder(): boolean {
    const blocks = this.#older.next(BLOCKS);
    for (const { series, start, content } of blocks) {
      this.#outlines.save({ id: series.id, start }, this.#versions.pointsInForce(series, content));
    }
    return blocks.length > 0;
  }

  #packNext([id, outlet, pollutant, basis, newest]: SeriesRow, before: Instant): number {
    const [next] = this.#nextAt.all([id, this.#place.at]) as [number][];
    const start = next && blockStart(basis, next[0]);
    const end = start === undefined ? Number.POSITIVE_INFINITY : start + spanOf(basis);
    if (start === undefined || end > Math.min(before, newest)) {
      this.#place = { series: id + 1, at: Number.MIN_SAFE_INTEGER };
      return 0;
    }
    this.#place.at = end;
    const rows = (this.#rows.all([id, start, end, MOST_VERSIONS + 1]) as Row[]).map(toBlockRow);
    if (rows.some(({ receivedAt }) => receivedAt > before)) return rows.length;
    const versions = this.#withPacked(rows, id, start);
    if (versions.length > MOST_VERSIONS) return rows.length;
    const seqs = versions.map(({ seq }) => seq);
    const [first, last] = [seqs.reduce((a, b) => Math.min(a, b)), seqs.reduce((a, b) => Math.max(a, b))];
    const content = writeBlock(versions);
    this.#save.run([id, start, first, last, content]);
    this.#outlines.save({ id, start }, this.#versions.pointsInForce({ id, outlet, pollutant, basis }, content));
    this.#remove.run([id, start, end]);
    return rows.length;
  }

  /** The rows with what the block has already; a row stands over the same version there. */
  #withPacked(rows: readonly BlockRow[], id: number, start: number): readonly BlockRow[] {
    const [block] = this.#block.all([id, start]) as [Uint8Array][];
    if (block === undefined) return rows;
    const over = new Set(rows.map(({ at, revision }) => `${at}|${revision}`));
    const kept = readBlock(block[0]).filter(({ at, revision }) => !over.has(`${at}|${revision}`));
    return [...kept, ...rows].sort((a, b) => a.at - b.at || a.revision - b.revision);
  }
}

function toBlockRow(row: Row): BlockRow {
  const [at, revision, value, converted, flag, min, max, total, seq, receivedAt, ...rest] = row;
  const [origin, order, firstEntry, digest, implausible, digests, ...beside] = rest;
  const [rawMean, sampledAt, vendorFlag, backfilled] = beside;
  return {
    ...{ at, revision, value, converted, flag, min, max, total, seq, receivedAt },
    ...{ origin, order, firstEntry, digest, implausible, digests },
    ...{ rawMean, sampledAt, vendorFlag, backfilled },
  };
}
