import { setImmediate as othersGoOn } from "node:timers/promises";
import type Database from "libsql";
import { Outline, type OutlineBounds, pointOf, type SeriesOutline, type SeriesPoint } from "../../core/readings/outline.ts";
import type { SeriesQuery } from "../../core/readings/series.ts";
import { type Instant, instant } from "../../core/time.ts";
import { inForceByTime } from "../series/reading-tables.ts";
import { type BlockOutline, BlockOutlines } from "./block-outlines.ts";
import { spanOf } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";
import { type KnownSeries, nextBlock, type VersionReader } from "./version-reader.ts";

/** How many rows, blocks, or outlines of blocks, are read at once: some 5 ms, after which others have their turn. */
const SLICE = 4_000;
const BLOCKS = 32;
const OUTLINES = 500;

/** Only what is drawn; the versions of a period that has several are looked up whole. */
const SELECT_SLICE = `SELECT at, revision, value, converted, flag FROM reading
  WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at, revision LIMIT ?`;

type PointRow = readonly [at: number, revision: number, value: number, converted: number | null, flag: string];

/**
 * Reads outlines of series in slices, so that nobody waits for a long one and it never is in memory. Of a range so long
 * that a point stands for a block or more, only what was kept of each block when it was made is read.
 */
export class OutlineReader {
  readonly #db: IntakeFile;
  readonly #versions: VersionReader;
  readonly #outlines: BlockOutlines;
  readonly #slice: Database.Statement;
  readonly #firstRow: Database.Statement;

  constructor(db: IntakeFile, versions: VersionReader) {
    this.#db = db;
    this.#versions = versions;
    this.#outlines = new BlockOutlines(db);
    this.#slice = db.prepare(SELECT_SLICE).raw();
    this.#firstRow = db.prepare("SELECT at FROM reading WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT 1").raw();
  }

  async read(query: SeriesQuery, bounds: OutlineBounds): Promise<SeriesOutline> {
    const series = this.#versions.find(query);
    if (series === undefined) return { points: [], thinned: false };
    const isByOutline = this.#outlines.isWorthwhile({ ...series, from: query.from, to: query.to }, bounds.most);
    const outline = new Outline<SeriesPoint>(bounds.most, isByOutline ? spanOf(series.basis) : undefined);
    const walk: Walk = { series, to: query.to, outline, isByOutline, at: query.from, left: bounds.mostRows };
    const readTo = await this.#readAll(walk, bounds.isWanted);
    return { points: outline.points(), thinned: outline.isThinned, ...(readTo !== undefined && { readTo }) };
  }

  /** Gives the instant at which the bound of rows ended the reading. */
  async #readAll(walk: Walk, isWanted?: () => boolean): Promise<Instant | undefined> {
    for (;;) {
      this.#readSlice(walk);
      if (walk.at >= walk.to) return undefined;
      if (walk.left <= 0 || isWanted?.() === false) return instant(walk.at);
      await othersGoOn();
    }
  }

  /** Reads on within one view of the file, so that what is packed meanwhile is neither lost nor seen twice. */
  #readSlice(walk: Walk): void {
    this.#db.exec("BEGIN");
    try {
      const { series, to } = walk;
      const blocks = this.#nextBlocks(walk);
      let rowAt = this.#rowFrom(walk);
      for (const block of blocks) {
        if (rowAt < block.start) {
          // The next slice comes back to the block.
          this.#addRows(walk, block.start);
          return;
        }
        const end = nextBlock(series.basis, block.start);
        if (rowAt < end) this.#addMerged(walk, end);
        else this.#addBlock(walk, block, end);
        walk.at = end;
        walk.left -= 1;
        if (rowAt < end) rowAt = this.#rowFrom(walk);
      }
      if (blocks.length === 0) this.#addRows(walk, to);
    } finally {
      this.#db.exec("COMMIT");
    }
  }

  #nextBlocks({ series, isByOutline, at, to, left }: Walk): readonly NextBlock[] {
    if (isByOutline) return this.#outlines.read({ ...series, from: at, to }, Math.min(OUTLINES, left));
    return this.#versions.blocks(series, at, { to, most: Math.min(BLOCKS, left) });
  }

  #addBlock(walk: Walk, block: NextBlock, end: number): void {
    const { series, outline, at, to } = walk;
    if (block.outline !== undefined && block.start >= at && end <= to) {
      outline.addOutlined(block.outline.points, block.outline.periods);
      return;
    }
    const content = block.content ?? this.#versions.blocks(series, block.start, { to: end, most: 1 })[0]?.content;
    if (content === undefined) return;
    for (const point of this.#versions.pointsInForce(series, content)) if (point.at >= at && point.at < to) outline.add(point);
  }

  #rowFrom({ series, at, to }: Walk): number {
    const [row] = this.#firstRow.all([series.id, at, to]) as [number][];
    return row?.[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Adds a slice of rows before `end`, where no block is. */
  #addRows(walk: Walk, end: number): void {
    const { series, outline } = walk;
    const limit = Math.min(SLICE, Math.max(walk.left, 1));
    const rows = this.#slice.all([series.id, walk.at, end, limit]) as PointRow[];
    walk.left -= rows.length;
    const last = rows.at(-1);
    const isAll = rows.length < limit || last === undefined;
    // More versions of the last period may follow.
    const whole = isAll ? rows : rows.filter(([at]) => at < last[0]);
    for (const [i, row] of whole.entries()) {
      const [at, revision, value, converted, flag] = row;
      if (whole[i - 1]?.[0] === at) continue;
      if (whole[i + 1]?.[0] === at) this.#addMerged({ ...walk, at }, at + 1);
      else outline.add({ at: instant(at), value, ...(converted !== null && { converted }), flag, revision });
    }
    if (isAll) walk.at = end;
    else if (whole.length > 0) walk.at = last[0];
    else {
      this.#addMerged({ ...walk, at: last[0] }, last[0] + 1);
      walk.at = last[0] + 1;
    }
  }

  /** Adds what is in force of periods that have several versions, or rows over a block. */
  #addMerged({ series, at, to, outline }: Walk, end: number): void {
    const versions = this.#versions.versions(series, at, { to: Math.min(end, to) });
    for (const version of inForceByTime(versions)) outline.add(pointOf(version));
  }
}

/** A block that is next, with what was read of it. */
interface NextBlock {
  readonly start: number;
  readonly content?: Uint8Array;
  readonly outline?: BlockOutline;
}

/** How far the reading has come. */
interface Walk {
  readonly series: KnownSeries;
  readonly to: number;
  readonly outline: Outline<SeriesPoint>;
  /** True when what was kept of each block is read. */
  readonly isByOutline: boolean;
  at: number;
  /** How many rows may still be read. */
  left: number;
}
