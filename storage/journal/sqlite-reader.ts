import { join } from "node:path";
import type { JournalReader, Segment } from "../../core/journal/journal.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import { liftedEntry, UPCASTERS, type Upcasters } from "../upcasters.ts";
import { type Connection, onlyRow, type Statement } from "./connection.ts";
import { ENTRY_COLUMNS, type EntryRow, highWater, journalPaths, openLive, rowToEntry } from "./live-file.ts";
import { type Manifest, openManifest } from "./manifest.ts";
import { decodeSegment } from "./segment-content.ts";
import { readSegmentFile } from "./segment-file.ts";

interface OpenSegment {
  readonly segment: Segment;
  readonly entries: readonly JournalEntry[];
}

/** Rows are read so many at a time, and no more of them once their payloads have this many bytes. */
const ROWS_AT_ONCE = 100;
const PAYLOAD = 8;
const PAGE_BYTES = 16 * 1024 * 1024;

type FrameFilter = Parameters<JournalReader["countFrames"]>[0];

/** Opens the reading side of the journal in `directory` (`<dataDir>/journal`), empty when there is none yet. */
export function openJournalReader(options: JournalReaderOptions): JournalReader {
  return new SqliteJournalReader(options.directory, options.upcasters ?? UPCASTERS);
}

/** Where the journal lies, and the steps that lift what older builds wrote: those of the product when left out. */
export interface JournalReaderOptions {
  readonly directory: string;
  readonly upcasters?: Upcasters;
}

/**
 * Numbers have no holes, and entries leave the live part only after their segment is in the manifest. So whoever does
 * not find the number after `after` in the live part, and looks into the manifest then, misses nothing, whatever is
 * being sealed meanwhile. Nothing is read twice, because a read takes each stretch from one place only.
 */
class SqliteJournalReader implements JournalReader {
  readonly #connection: Connection;
  readonly #manifest: Manifest;
  readonly #segmentsDirectory: string;
  readonly #range: Statement;
  readonly #following: Statement;
  readonly #upcasters: Upcasters;
  /** The segment read last, decoded: reading on in it costs nothing. */
  #current: OpenSegment | undefined;

  constructor(directory: string, upcasters: Upcasters) {
    this.#upcasters = upcasters;
    this.#connection = openLive(directory);
    this.#manifest = openManifest(directory);
    this.#segmentsDirectory = journalPaths(directory).segments;
    this.#range = this.#connection.prepare(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq`);
    this.#following = this.#connection.prepare(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq > ? ORDER BY seq LIMIT ?`);
  }

  async read(after: number, limit: number): Promise<readonly JournalEntry[]> {
    if (limit <= 0) return [];
    return (await this.#readStored(after, limit)).map((entry) => liftedEntry(entry, this.#upcasters));
  }

  /** Entries as they were written, whatever build wrote them. */
  async #readStored(after: number, limit: number): Promise<readonly JournalEntry[]> {
    if (this.#current !== undefined && covers(this.#current.segment, after)) return slice(this.#current, after, limit);
    const rows = this.#liveRows(after, limit);
    if (rows.length > 0) return rows.map(rowToEntry);
    const segment = this.#manifest.segmentAfter(after);
    if (segment === undefined) return this.#readBehindGap(after, limit);
    const opened = await this.#open(segment);
    return opened === undefined ? this.#readStored(after, limit) : slice(opened, after, limit);
  }

  /** What follows on `after` in the live part without a hole: at most `limit`, and fewer where payloads are large. */
  #liveRows(after: number, limit: number): readonly EntryRow[] {
    const found: EntryRow[] = [];
    for (let [from, bytes] = [after, 0]; from < after + limit && bytes < PAGE_BYTES; from += ROWS_AT_ONCE) {
      const rows = this.#range.rows<EntryRow>([from, Math.min(from + ROWS_AT_ONCE, after + limit)]);
      if (rows[0]?.[0] !== from + 1) break;
      for (const row of rows) {
        found.push(row);
        bytes += row[PAYLOAD].length;
      }
      if (rows.length < ROWS_AT_ONCE) break;
    }
    return found;
  }

  async lastSeq(): Promise<number> {
    return highWater(this.#connection).lastSeq;
  }

  async entry(seq: number): Promise<JournalEntry | undefined> {
    const [entry] = await this.read(seq - 1, 1);
    return entry?.seq === seq ? entry : undefined;
  }

  async lastAt(): Promise<number> {
    return highWater(this.#connection).lastAt;
  }

  async countFrames(filter: FrameFilter): Promise<number> {
    const sealed = this.#manifest.last()?.lastSeq ?? 0;
    const live = this.#countLive(filter, Math.max(filter.after, sealed));
    // Entries that were sealed between the two looks would be counted nowhere.
    if ((this.#manifest.last()?.lastSeq ?? 0) !== sealed) return this.countFrames(filter);
    return live + (await this.#countSealed(filter, sealed));
  }

  async close(): Promise<void> {
    this.#current = undefined;
    this.#manifest.close();
    this.#connection.close();
  }

  /** At the end, or behind what was let go long ago: the next entries there are. */
  async #readBehindGap(after: number, limit: number): Promise<readonly JournalEntry[]> {
    const rows = this.#following.rows<EntryRow>([after, Math.min(limit, ROWS_AT_ONCE)]);
    const sealedMeanwhile = rows[0]?.[0] !== after + 1 && this.#manifest.segmentAfter(after) !== undefined;
    return sealedMeanwhile ? this.#readStored(after, limit) : rows.map(rowToEntry);
  }

  /** The entries of `segment`; `undefined` when its file has just been let go. */
  async #open(segment: Segment): Promise<OpenSegment | undefined> {
    if (this.#current?.segment.file === segment.file) return this.#current;
    try {
      const content = await readSegmentFile(join(this.#segmentsDirectory, segment.file));
      const opened = { segment, entries: decodeSegment(content) };
      this.#current = opened;
      return opened;
    } catch (cause) {
      if (this.#manifest.segmentAfter(segment.lastSeq - 1)?.firstSeq !== segment.firstSeq) return undefined;
      throw new Error(`journal segment ${segment.file} cannot be read`, { cause });
    }
  }

  #countLive(filter: FrameFilter, after: number): number {
    const { mn, from, to } = filter;
    const sql = `SELECT count(*) FROM entry WHERE seq > ? AND kind = 'frame' AND at >= ? AND at < ?`;
    const [count] =
      mn === undefined
        ? onlyRow<[number]>(this.#connection.prepare(sql), [after, from, to])
        : onlyRow<[number]>(this.#connection.prepare(`${sql} AND mn = ?`), [after, from, to, mn]);
    return count;
  }

  /** Only for a reader that is far behind; segments outside the period are not opened. */
  async #countSealed(filter: FrameFilter, sealed: number): Promise<number> {
    let count = 0;
    let after = filter.after;
    while (after < sealed) {
      const segment = this.#manifest.segmentAfter(after);
      if (segment === undefined || segment.firstSeq > sealed) break;
      const overlaps = segment.lastAt >= filter.from && segment.firstAt < filter.to;
      const opened = overlaps ? await this.#open(segment) : undefined;
      count += countMatching(opened?.entries ?? [], filter);
      after = segment.lastSeq;
    }
    return count;
  }
}

function covers(segment: Segment, after: number): boolean {
  return after >= segment.firstSeq - 1 && after < segment.lastSeq;
}

function slice({ segment, entries }: OpenSegment, after: number, limit: number): readonly JournalEntry[] {
  const from = Math.max(after - segment.firstSeq + 1, 0);
  return entries.slice(from, from + limit);
}

function countMatching(entries: readonly JournalEntry[], { after, mn, from, to }: FrameFilter): number {
  return entries.filter(
    (entry) =>
      entry.seq > after && entry.kind === "frame" && entry.at >= from && entry.at < to && (mn === undefined || entry.mn === mn),
  ).length;
}
