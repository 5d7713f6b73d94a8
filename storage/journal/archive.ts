import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { JournalArchive, Segment } from "../../core/journal/journal.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import type { Instant } from "../../core/time.ts";
import { type Connection, onlyRow, type Statement } from "./connection.ts";
import { checkpoint, ENTRY_COLUMNS, type EntryRow, journalPaths, openLive, rowToEntry } from "./live-file.ts";
import { type Manifest, type ManifestLine, openManifest } from "./manifest.ts";
import { CHAIN_START, ChainHash, encodeSegment, extendSpan, SegmentScan, type SegmentSpan } from "./segment-content.ts";
import { removeStrayFiles, scanSegmentFile, segmentFileName, writeSegmentFile } from "./segment-file.ts";

export interface JournalArchiveOptions {
  /** The journal's own directory, `<dataDir>/journal`. */
  readonly directory: string;
  /** Entries of one segment. */
  readonly blockEntries?: number;
  /** A block is also whole when its payloads have this many bytes. */
  readonly blockBytes?: number;
  /** For tests: called after each step of sealing; may throw to stand for a crash there. */
  readonly afterStep?: (step: SealingStep) => void;
}

/** What has just become durable while sealing a block. */
export type SealingStep = "file-written" | "manifest-written" | "chunk-deleted";

export interface ClosableArchive extends JournalArchive {
  close(): void;
}

/** Opens the archive of a journal. One at a time per directory: its owner is the only one who seals and lets go. */
export function openJournalArchive(options: JournalArchiveOptions): ClosableArchive {
  return new SqliteJournalArchive(options);
}

const DEFAULT_BLOCK_ENTRIES = 20_000;
const DEFAULT_BLOCK_BYTES = 32 * 1024 * 1024;
/** Rows that are in memory at a time. */
const READ_ROWS = 1_000;
/** Rows of one deletion: the gateway waits for the write lock no longer than this takes (about a millisecond). */
const DELETE_ROWS = 250;
const DELETE_PAUSE_MS = 5;

/**
 * Order of sealing: file (synced, renamed, directory synced) → manifest line (synced) → deletion of the rows. A crash
 * before the manifest line leaves a stray file, which is removed; a crash after it leaves rows that are sealed already,
 * which are deleted the next time.
 */
class SqliteJournalArchive implements ClosableArchive {
  readonly #options: Required<Omit<JournalArchiveOptions, "afterStep">>;
  readonly #afterStep: (step: SealingStep) => void;
  readonly #segmentsDirectory: string;
  readonly #connection: Connection;
  readonly #manifest: Manifest;
  readonly #measure: Statement;
  readonly #range: Statement;
  readonly #deleteUpTo: Statement;
  /** Sealing, checking and letting go happen one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #tidy = false;

  constructor(options: JournalArchiveOptions) {
    const { directory, blockEntries = DEFAULT_BLOCK_ENTRIES, blockBytes = DEFAULT_BLOCK_BYTES, afterStep = () => {} } = options;
    this.#options = { directory, blockEntries, blockBytes };
    this.#afterStep = afterStep;
    this.#segmentsDirectory = journalPaths(directory).segments;
    mkdirSync(this.#segmentsDirectory, { recursive: true });
    this.#connection = openLive(directory);
    // It only deletes what is sealed, and whoever deletes holds up the gateway: no sync under the lock. A deletion that
    // a power cut takes back is done again.
    this.#connection.exec("PRAGMA synchronous = NORMAL");
    this.#manifest = openManifest(directory);
    this.#measure = this.#connection.prepare(
      "SELECT count(*), coalesce(sum(length(payload)), 0) FROM entry WHERE seq > ? AND seq <= ?",
    );
    this.#range = this.#connection.prepare(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq`);
    this.#deleteUpTo = this.#connection.prepare("DELETE FROM entry WHERE seq <= ?");
  }

  seal(passed: number): Promise<readonly Segment[]> {
    return this.#inTurn(async () => {
      await this.#tidyUp();
      const sealed: Segment[] = [];
      while (this.#hasBlock(passed)) sealed.push(await this.#sealBlock(passed));
      return sealed;
    });
  }

  async segments(): Promise<readonly Segment[]> {
    return this.#manifest
      .lines()
      .filter((line) => !line.expired)
      .map(toSegment);
  }

  verify(): Promise<Segment | undefined> {
    return this.#inTurn(async () => {
      let previousHash = CHAIN_START;
      for (const line of this.#manifest.lines()) {
        const fits = line.previousHash === previousHash && (line.expired || (await this.#fileFits(line)));
        if (!fits) return toSegment(line);
        previousHash = line.hash;
      }
      return undefined;
    });
  }

  expire(before: Instant, most: number): Promise<readonly Segment[]> {
    return this.#inTurn(async () => {
      const kept = this.#manifest.lines().filter((line) => !line.expired);
      const firstYoung = kept.findIndex((line) => line.lastAt >= before);
      // Only from the front: a journal without a hole, even when a clock once ran ahead.
      const old = (firstYoung === -1 ? kept : kept.slice(0, firstYoung)).slice(0, most);
      const newest = old.at(-1);
      if (newest === undefined) return [];
      this.#manifest.markExpired(newest.lastSeq);
      for (const line of old) await rm(join(this.#segmentsDirectory, line.file), { force: true });
      return old.map(toSegment);
    });
  }

  close(): void {
    this.#manifest.close();
    this.#connection.close();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#work.then(task);
    this.#work = result.catch(() => {});
    return result;
  }

  /** Finishes what a crash interrupted; once after opening, and again after anything failed. */
  async #tidyUp(): Promise<void> {
    if (this.#tidy) return;
    const known = this.#manifest.lines().filter((line) => !line.expired);
    await removeStrayFiles(this.#segmentsDirectory, new Set(known.map((line) => line.file)));
    await this.#deleteSealedRows();
    this.#tidy = true;
  }

  /** True when the entries up to `passed` make a whole block. */
  #hasBlock(passed: number): boolean {
    const { blockEntries, blockBytes } = this.#options;
    const after = this.#lastSealed();
    const [count, bytes] = onlyRow<[number, number]>(this.#measure, [after, Math.min(passed, after + blockEntries)]);
    return count >= blockEntries || bytes >= blockBytes;
  }

  #lastSealed(): number {
    return this.#manifest.last()?.lastSeq ?? 0;
  }

  /**
   * The entries of the next block, some at a time: a block is megabytes, and the thread that seals has other work, too.
   */
  async *#block(passed: number): AsyncGenerator<readonly JournalEntry[]> {
    const { blockEntries, blockBytes } = this.#options;
    const after = this.#lastSealed();
    const upTo = Math.min(passed, after + blockEntries);
    let size = 0;
    for (let from = after; from < upTo && size < blockBytes; from += READ_ROWS) {
      const entries: JournalEntry[] = [];
      for (const row of this.#range.rows<EntryRow>([from, Math.min(from + READ_ROWS, upTo)])) {
        if (size >= blockBytes) break;
        const entry = rowToEntry(row);
        size += entry.payload.byteLength;
        entries.push(entry);
      }
      yield entries;
      await nextTurn();
    }
  }

  async #sealBlock(passed: number): Promise<Segment> {
    this.#tidy = false;
    const previousHash = this.#manifest.last()?.hash ?? CHAIN_START;
    const hash = new ChainHash(previousHash);
    let span: SegmentSpan | undefined;
    const block = this.#block(passed);
    async function* content() {
      for await (const entries of block) {
        span = extendSpan(span, entries);
        const piece = encodeSegment(entries);
        hash.update(piece);
        yield piece;
      }
    }
    const written = await writeSegmentFile(this.#segmentsDirectory, content());
    if (span === undefined) throw new Error("a block without entries was sealed");
    const file = segmentFileName(span.firstSeq, span.lastSeq);
    await written.publish(file);
    this.#afterStep("file-written");
    const { bytes, fileHash } = written;
    const line = { ...span, file, bytes, fileHash, hash: hash.hex(), previousHash, expired: false };
    // The rows go away next: the only other copy must be readable.
    if (!(await this.#fileFits(line))) throw new Error(`journal segment ${file} does not read back as it was written`);
    this.#manifest.add(line);
    this.#afterStep("manifest-written");
    await this.#deleteSealedRows();
    this.#tidy = true;
    return toSegment(line);
  }

  async #deleteSealedRows(): Promise<void> {
    const lastSealed = this.#lastSealed();
    const [first] = onlyRow<[number]>(this.#connection.prepare("SELECT coalesce(min(seq), 0) FROM entry"));
    if (first === 0) return;
    for (let from = first; from <= lastSealed; from += DELETE_ROWS) {
      this.#deleteUpTo.run([Math.min(from + DELETE_ROWS - 1, lastSealed)]);
      this.#afterStep("chunk-deleted");
      // A writer that met the lock looks for it again after a millisecond or two: it must find it free.
      await pause(DELETE_PAUSE_MS);
    }
    checkpoint(this.#connection);
  }

  async #fileFits(line: ManifestLine): Promise<boolean> {
    try {
      const scan = new SegmentScan();
      const hash = new ChainHash(line.previousHash);
      const fileHash = await scanSegmentFile(join(this.#segmentsDirectory, line.file), (piece) => {
        hash.update(piece);
        scan.push(piece);
      });
      const { firstSeq, lastSeq } = scan.end();
      return firstSeq === line.firstSeq && lastSeq === line.lastSeq && fileHash === line.fileHash && hash.hex() === line.hash;
    } catch {
      // Missing, no gzip file any more, or no whole entries: it does not fit.
      return false;
    }
  }
}

function toSegment({ fileHash: _, expired: __, ...segment }: ManifestLine): Segment {
  return segment;
}
