import type Database from "libsql";
import type { Basis } from "../../core/readings/reading.ts";
import { type Instant, instant } from "../../core/time.ts";
import { type BlockPoints, readBlockPoints } from "../series/blocks/block-content.ts";
import type { PeriodSums } from "../series/influx-history.ts";
import { spanOf } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";
import type { KnownSeries } from "./version-reader.ts";

/** What may be let go: blocks whose last period ended before `before`, brought by journal entries up to `passed`. */
export interface LetGoBounds {
  readonly before: Instant;
  /** What every reader of the working store has passed. */
  readonly passed: number;
}

/** Blocks of one series, by time. */
export interface SettledBlocks {
  readonly series: KnownSeries;
  readonly blocks: readonly SettledBlock[];
}

export interface SettledBlock extends PeriodSums {
  readonly start: number;
  readonly end: number;
}

/** A block over which a late row stands is not settled: the row is packed into it first. */
const SETTLED = `b.start < ? AND b.last_seq <= ?
  AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.series_id = b.series_id AND r.at >= b.start AND r.at < b.start + ?)`;

/** Finds blocks that are old and passed on, removes them, and remembers before when a series is no longer whole. */
export class SettledBlockTable {
  readonly #series: Database.Statement;
  readonly #blocks: Database.Statement;
  readonly #remove: Database.Statement;
  readonly #remember: Database.Statement;
  readonly #letGo: Database.Statement;

  constructor(db: IntakeFile) {
    this.#series = db.prepare("SELECT id, outlet, pollutant, basis FROM series WHERE id > ? ORDER BY id LIMIT 1").raw();
    this.#blocks = db
      .prepare(`SELECT b.start, b.content FROM reading_block b
        WHERE b.series_id = ? AND b.start >= ? AND ${SETTLED} ORDER BY b.start LIMIT ?`)
      .raw();
    this.#remove = db.prepare(`DELETE FROM reading_block AS b WHERE b.series_id = ? AND b.start = ? AND ${SETTLED}`);
    this.#remember = db.prepare(`INSERT INTO let_go (series_id, before) VALUES (?, ?)
      ON CONFLICT (series_id) DO UPDATE SET before = max(before, excluded.before)`);
    this.#letGo = db
      .prepare(`SELECT l.before FROM let_go l JOIN series s ON s.id = l.series_id
        WHERE s.outlet = ? AND s.pollutant = ? AND s.basis = ?`)
      .raw();
  }

  /** The series after one in the order of the file. */
  next(after: number): KnownSeries | undefined {
    const [row] = this.#series.all([after]) as [number, string, string, Basis][];
    return row && { id: row[0], outlet: row[1], pollutant: row[2], basis: row[3] };
  }

  /** Up to `most` settled blocks of a series from `from` on. */
  settled(series: KnownSeries, bounds: LetGoBounds, { from, most }: { from: number; most: number }): SettledBlocks {
    const span = spanOf(series.basis);
    const found = this.#blocks.all([series.id, from, ...limitsOf(bounds, span), most]) as [number, Uint8Array][];
    const blocks = found.map(([start, content]) => ({ start, end: start + span, ...sumsOf(readBlockPoints(content)) }));
    return { series, blocks };
  }

  /** Removes those of the blocks that are still settled; gives how many. Belongs in a transaction. */
  remove({ series, blocks }: SettledBlocks, bounds: LetGoBounds): number {
    const span = spanOf(series.basis);
    let removed = 0;
    for (const { start, end } of blocks) {
      const { changes } = this.#remove.run([series.id, start, ...limitsOf(bounds, span)]);
      removed += changes;
      if (changes > 0) this.#remember.run([series.id, end]);
    }
    return removed;
  }

  /** Before when the series is no longer whole. */
  letGoBefore({ outlet, pollutant, basis }: Omit<KnownSeries, "id">): Instant | undefined {
    const [row] = this.#letGo.all([outlet, pollutant, basis]) as [number][];
    return row && instant(row[0]);
  }
}

/** What is in force in a block: the newest version of each period, the last of those that lie together. */
function sumsOf({ at, revision }: BlockPoints): PeriodSums {
  const inForce = new Map(at.map((moment, i) => [moment, revision[i] ?? 0]));
  return { periods: inForce.size, revisions: [...inForce.values()].reduce((sum, found) => sum + found, 0) };
}

function limitsOf({ before, passed }: LetGoBounds, span: number): readonly [number, number, number] {
  return [before - span + 1, passed, span];
}
