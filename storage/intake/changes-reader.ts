import type Database from "libsql";
import type { Basis, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { FROM_READINGS, READING_COLUMNS, type ReadingRow, rowToReading } from "../series/reading-rows.ts";
import { blockStart } from "./block-span.ts";
import type { IntakeFile } from "./intake-file.ts";
import { revisedAmong } from "./settle-message.ts";
import { type KnownSeries, nextBlock, type VersionReader } from "./version-reader.ts";

type BlockRow = readonly [seriesId: number, outlet: string, pollutant: string, basis: Basis, start: number, content: Uint8Array];
type PlaceRow = readonly [outlet: string, pollutant: string, basis: string, at: number];
const placeText = (place: PlaceRow): string => place.join("\n");

/** Periods of which a version came with the entries of the span, and of which there are others. */
const SEVERAL_VERSIONS = `SELECT s.outlet, s.pollutant, s.basis, r.at ${FROM_READINGS} WHERE r.seq > ? AND r.seq <= ?
  AND EXISTS (SELECT 1 FROM reading b WHERE b.series_id = r.series_id AND b.at = r.at AND b.revision <> r.revision)`;
const ROWS = `SELECT ${READING_COLUMNS} ${FROM_READINGS} WHERE r.seq > ? AND r.seq <= ? ORDER BY r.seq, r.revision`;
const END_OF_PAGE = "SELECT seq FROM reading WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?";
const BLOCKS = `SELECT s.id, s.outlet, s.pollutant, s.basis, b.start, b.content
  FROM reading_block b JOIN series s ON s.id = b.series_id WHERE b.last_seq > ? AND b.first_seq <= ?`;

/** Reads versions in the order of the entries that brought them, for readers of the working store. */
export class ChangesReader {
  readonly #versions: VersionReader;
  readonly #rows: Database.Statement;
  readonly #several: Database.Statement;
  readonly #endOfPage: Database.Statement;
  readonly #lastPacked: Database.Statement;
  readonly #blocks: Database.Statement;
  readonly #db: IntakeFile;

  constructor(db: IntakeFile, versions: VersionReader) {
    this.#db = db;
    this.#versions = versions;
    this.#rows = db.prepare(ROWS).raw();
    this.#several = db.prepare(SEVERAL_VERSIONS).raw();
    this.#endOfPage = db.prepare(END_OF_PAGE).raw();
    this.#lastPacked = db.prepare("SELECT max(last_seq) FROM reading_block").raw();
    this.#blocks = db.prepare(BLOCKS).raw();
  }

  /** The page ends with an entry, never within one. */
  read(after: number, upTo: number, limit: number): readonly RevisedReading[] {
    this.#db.exec("BEGIN");
    try {
      const [packed] = this.#lastPacked.all([]) as [number | null][];
      return (packed?.[0] ?? 0) > after ? this.#withBlocks(after, upTo, limit) : this.#ofRows(after, upTo, limit);
    } finally {
      this.#db.exec("COMMIT");
    }
  }

  /** A reader that keeps up meets rows alone. */
  #ofRows(after: number, upTo: number, limit: number): readonly RevisedReading[] {
    const [last] = this.#endOfPage.all([after, limit - 1]) as [number][];
    const span = [after, Math.min(upTo, last?.[0] ?? upTo)];
    const versions = (this.#rows.all(span) as ReadingRow[]).map(rowToReading);
    // Nearly every period has one version: only of the others, and of those that may lie over a block, which is made
    // when its time is over, are the rest looked up.
    const several = new Set((this.#several.all(span) as PlaceRow[]).map(placeText));
    return versions.map((version) => {
      const { outlet, pollutant, basis, at, receivedAt } = version;
      const isLate = receivedAt >= nextBlock(basis, blockStart(basis, at));
      return !isLate && !several.has(placeText([outlet, pollutant, basis, at])) ? version : this.#revised(version);
    });
  }

  /** A reader that is behind what was packed: window after window of entries until the page is full. */
  #withBlocks(after: number, upTo: number, limit: number): readonly RevisedReading[] {
    const found: StoredReading[] = [];
    for (let from = after; from < upTo && found.length < limit; ) {
      const to = Math.min(upTo, from + limit);
      const window = [...(this.#rows.all([from, to]) as ReadingRow[]).map(rowToReading), ...this.#packed(from, to)];
      found.push(...window.sort((a, b) => a.seq - b.seq || a.revision - b.revision));
      from = to;
    }
    const last = found[limit - 1]?.seq ?? Number.POSITIVE_INFINITY;
    return found.filter(({ seq }) => seq <= last).map((version) => this.#revised(version));
  }

  #packed(after: number, upTo: number): readonly StoredReading[] {
    const found: StoredReading[] = [];
    for (const [id, outlet, pollutant, basis, start, content] of this.#blocks.all([after, upTo]) as BlockRow[]) {
      const series: KnownSeries = { id, outlet, pollutant, basis };
      const packed = this.#versions.versionsOf(series, content).filter(({ seq }) => seq > after && seq <= upTo);
      const over = this.#rowsOver(series, start);
      found.push(...packed.filter(({ at, revision }) => !over.has(`${at}|${revision}`)));
    }
    return found;
  }

  /** The versions of which a row stands over the block: what the row says counts. */
  #rowsOver(series: KnownSeries, start: number): ReadonlySet<string> {
    const rows = this.#versions.rows(series, start, { to: nextBlock(series.basis, start) });
    return new Set(rows.map(({ at, revision }) => `${at}|${revision}`));
  }

  #revised(version: StoredReading): RevisedReading {
    const series = this.#versions.find(version);
    if (series === undefined) return version;
    return revisedAmong(version, this.#versions.versions(series, version.at, { to: version.at + 1 }));
  }
}
