import { setImmediate as othersGoOn } from "node:timers/promises";
import type Database from "libsql";
import { Outline, type OutlineBounds, pointOf, type SeriesOutline, type SeriesPoint } from "../../core/readings/outline.ts";
import type { SeriesQuery } from "../../core/readings/series.ts";
import { type Instant, instant } from "../../core/time.ts";
import { inForceByTime } from "../series/reading-tables.ts";
import type { IntakeFile } from "./intake-file.ts";
import { type KnownSeries, nextBlock, type StoredBlock, type VersionReader } from "./version-reader.ts";

/** How many rows, or blocks, are read at once: some 5 ms, after which other requests have their turn. */
const SLICE = 4_000;
const BLOCKS = 32;

/** Only what is drawn; the versions of a period that has several are looked up whole. */
const SELECT_SLICE = `SELECT at, revision, value, converted, flag FROM reading
  WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at, revision LIMIT ?`;

type PointRow = readonly [at: number, revision: number, value: number, converted: number | null, flag: string];

/** Reads outlines of series in slices, so that nobody waits for a long one and it never is in memory. */
export class OutlineReader {
  readonly #db: IntakeFile;
  readonly #versions: VersionReader;
  readonly #slice: Database.Statement;
  readonly #firstRow: Database.Statement;

  constructor(db: IntakeFile, versions: VersionReader) {
    this.#db = db;
    this.#versions = versions;
    this.#slice = db.prepare(SELECT_SLICE).raw();
    this.#firstRow = db.prepare("SELECT at FROM reading WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT 1").raw();
  }

  async read(query: SeriesQuery, bounds: OutlineBounds): Promise<SeriesOutline> {
    const outline = new Outline<SeriesPoint>(bounds.most);
    const series = this.#versions.find(query);
    const readTo = series && (await this.#readInto(outline, { series, query, bounds }));
    return { points: outline.points(), thinned: outline.isThinned, ...(readTo !== undefined && { readTo }) };
  }

  /** Gives the instant at which the bound of rows ended the reading. */
  async #readInto(
    outline: Outline<SeriesPoint>,
    { series, query, bounds }: { readonly series: KnownSeries; readonly query: SeriesQuery; readonly bounds: OutlineBounds },
  ): Promise<Instant | undefined> {
    const walk: Walk = { series, to: query.to, outline, at: query.from, left: bounds.mostRows };
    for (;;) {
      this.#readSlice(walk);
      if (walk.at >= query.to) return undefined;
      if (walk.left <= 0 || bounds.isWanted?.() === false) return instant(walk.at);
      await othersGoOn();
    }
  }

  /** Reads on within one view of the file, so that what is packed meanwhile is neither lost nor seen twice. */
  #readSlice(walk: Walk): void {
    this.#db.exec("BEGIN");
    try {
      const { series, to, left } = walk;
      const blocks = this.#versions.blocks(series, walk.at, { to, most: Math.min(BLOCKS, left) });
      let rowAt = this.#rowFrom(walk);
      for (const block of blocks) {
        if (rowAt < block.start) {
          // The next slice comes back to the block.
          this.#addRows(walk, block.start);
          return;
        }
        const end = nextBlock(series.basis, block.start);
        if (rowAt < end) this.#addMerged(walk, end);
        else addBlock(walk, this.#versions, block);
        walk.at = end;
        walk.left -= 1;
        if (rowAt < end) rowAt = this.#rowFrom(walk);
      }
      if (blocks.length === 0) this.#addRows(walk, to);
    } finally {
      this.#db.exec("COMMIT");
    }
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

/** How far the reading has come. */
interface Walk {
  readonly series: KnownSeries;
  readonly to: number;
  readonly outline: Outline<SeriesPoint>;
  at: number;
  /** How many rows may still be read. */
  left: number;
}

function addBlock(walk: Walk, versions: VersionReader, block: StoredBlock): void {
  for (const point of blockPoints(walk.series, versions, block)) {
    if (point.at >= walk.at && point.at < walk.to) walk.outline.add(point);
  }
}

function blockPoints(series: KnownSeries, versions: VersionReader, block: StoredBlock): readonly SeriesPoint[] {
  const { at, revision, value, converted, flag } = versions.pointsOf(block);
  const isSeveral = at.some((moment, i) => moment === at[i - 1]);
  if (isSeveral) return inForceByTime(versions.versionsOf(series, block.content)).map(pointOf);
  return at.map((moment, i) => {
    const point = { at: instant(moment), value: value[i] ?? 0, flag: flag[i] ?? "", revision: revision[i] ?? 0 };
    const ofPoint = converted[i];
    return typeof ofPoint === "number" ? { ...point, converted: ofPoint } : point;
  });
}
