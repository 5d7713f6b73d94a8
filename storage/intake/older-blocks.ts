import type Database from "libsql";
import type { Basis } from "../../core/readings/reading.ts";
import type { IntakeFile } from "./intake-file.ts";
import type { KnownSeries } from "./version-reader.ts";

/** A block that was written before outlines were kept. */
export interface OlderBlock {
  readonly series: KnownSeries;
  readonly start: number;
  readonly content: Uint8Array;
}

type Row = readonly [
  ...[rowid: number, id: number, outlet: string, pollutant: string, basis: Basis],
  ...[start: number, content: Uint8Array],
];

/** The name in `meta` of how far the blocks of a file were walked through; `DONE` once all were. */
const PLACE = "blocks-outlined";
const DONE = -1;

/** Walks once through the blocks that a file had when it was first opened by a build that keeps outlines. */
export class OlderBlocks {
  readonly #place: Database.Statement;
  readonly #savePlace: Database.Statement;
  readonly #blocks: Database.Statement;
  #isDone = false;

  constructor(db: IntakeFile) {
    this.#place = db.prepare("SELECT value FROM meta WHERE name = ?").raw();
    this.#savePlace = db.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
    this.#blocks = db
      .prepare(`SELECT b.rowid, s.id, s.outlet, s.pollutant, s.basis, b.start, b.content
        FROM reading_block b JOIN series s ON s.id = b.series_id WHERE b.rowid > ? ORDER BY b.rowid LIMIT ?`)
      .raw();
  }

  /** The next `most` blocks; none once all were given. What was given is remembered with the transaction. */
  next(most: number): readonly OlderBlock[] {
    if (this.#isDone) return [];
    const [place] = this.#place.all([PLACE]) as [number][];
    if (place?.[0] === DONE) {
      this.#isDone = true;
      return [];
    }
    const rows = this.#blocks.all([place?.[0] ?? 0, most]) as Row[];
    this.#savePlace.run([PLACE, rows.at(-1)?.[0] ?? DONE]);
    return rows.map(([, id, outlet, pollutant, basis, start, content]) => ({
      series: { id, outlet, pollutant, basis },
      start,
      content,
    }));
  }

  /** Asks the file again, after a rollback. */
  forget(): void {
    this.#isDone = false;
  }
}
