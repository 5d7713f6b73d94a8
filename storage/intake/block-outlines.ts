import type Database from "libsql";
import { isBucketWidth, outlineOfBucket, type SeriesPoint } from "../../core/readings/outline.ts";
import type { Basis } from "../../core/readings/reading.ts";
import { instant } from "../../core/time.ts";
import { type BlockPoints, readBlockPoints, writePoints } from "../series/blocks/block-content.ts";
import { blockStart, spanOf } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";

/** A block as far as a long range looks at it. */
export interface OutlinedBlock {
  readonly start: number;
  /** Left out where the block has none. */
  readonly outline?: BlockOutline;
}

/** What is kept of a block in a bucket that is as wide or wider. */
export interface BlockOutline {
  /** How many periods the block has. */
  readonly periods: number;
  readonly points: readonly SeriesPoint[];
}

interface Span {
  readonly id: number;
  readonly basis: Basis;
  readonly from: number;
  readonly to: number;
}

/** Writes and reads the outlines of blocks, so that a chart of a long range reads no block whole. */
export class BlockOutlines {
  readonly #save: Database.Statement;
  readonly #read: Database.Statement;
  readonly #size: Database.Statement;

  constructor(db: IntakeFile) {
    this.#save = db.prepare(
      "INSERT OR REPLACE INTO reading_block_outline (series_id, start, periods, kept, points) VALUES (?, ?, ?, ?, ?)",
    );
    this.#read = db
      .prepare(`SELECT b.start, o.periods, o.points FROM reading_block b
        LEFT JOIN reading_block_outline o ON o.series_id = b.series_id AND o.start = b.start
        WHERE b.series_id = ? AND b.start >= ? AND b.start < ? ORDER BY b.start LIMIT ?`)
      .raw();
    // A narrower bucket would be a third of the block: it keeps at most three times as much.
    this.#size = db
      .prepare("SELECT sum(min(periods, 3 * kept)) FROM reading_block_outline WHERE series_id = ? AND start >= ? AND start < ?")
      .raw();
  }

  /** Keeps the outline of the points in force of a block. */
  save(block: { readonly id: number; readonly start: number }, points: readonly SeriesPoint[]): void {
    const kept = outlineOfBucket(points);
    const rows = kept.map(({ converted = null, ...point }) => ({ ...point, converted }));
    this.#save.run([block.id, block.start, points.length, kept.length, writePoints(rows)]);
  }

  /** True when so much lies in blocks that `most` points need buckets as wide as a block. */
  isWorthwhile({ id, basis, from, to }: Span, most: number): boolean {
    if (!isBucketWidth(spanOf(basis))) return false;
    const [row] = this.#size.all([id, blockStart(basis, from), to]) as [number | null][];
    return (row?.[0] ?? 0) > most;
  }

  /** Blocks that hold periods of the span, by time. */
  read({ id, basis, from, to }: Span, most: number): readonly OutlinedBlock[] {
    const rows = this.#read.all([id, blockStart(basis, from), to, most]) as [number, number | null, Uint8Array | null][];
    return rows.map(([start, periods, points]) =>
      periods === null || points === null
        ? { start }
        : { start, outline: { periods, points: seriesPoints(readBlockPoints(points)) } },
    );
  }
}

/** The points of columns. */
export function seriesPoints({ at, revision, value, converted, flag }: BlockPoints): readonly SeriesPoint[] {
  return at.map((moment, i) => {
    const point = { at: instant(moment), value: value[i] ?? 0, flag: flag[i] ?? "", revision: revision[i] ?? 0 };
    const ofPoint = converted[i];
    return typeof ofPoint === "number" ? { ...point, converted: ofPoint } : point;
  });
}
