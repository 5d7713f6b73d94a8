import type { Instant } from "../time.ts";
import type { JournalEntry, NewEntry } from "./journal-entry.ts";
import type { Place } from "./place.ts";

/**
 * `ok`: entries become durable. `full`: no space; appends wait without an answer until there is space again. `failed`:
 * the disk reported an error on write or sync (EIO); nothing is acknowledged any more and the process must end.
 */
export type JournalHealth = "ok" | "full" | "failed";

/**
 * The writing side of the journal. Entries get their sequence number in the order of the calls, whatever the disk does.
 * What asks nothing of the disk (`pendingBytes`, `health`) is answered from this process, at once.
 */
export interface JournalWriter {
  /**
   * Resolves with the sequence number once the entry is on the disk (fsync). Waits while the disk is full.
   * @throws JournalFailedError when the journal has failed or is closed: the entry is not durable. JournalDoubtError
   * when it failed while it wrote the entry: that may be on the disk all the same.
   */
  append(entry: NewEntry): Promise<number>;
  /** Bytes that wait for the disk: a door stops reading its sockets above a limit. */
  pendingBytes(): number;
  health(): JournalHealth;
  /** Called on every change of health. */
  onHealth(listener: (health: JournalHealth, cause: Error | undefined) => void): void;
  /** Called after each commit with the last durable sequence number. */
  onDurable(listener: (lastSeq: number) => void): void;
  /** Waits for what was appended, then closes. */
  close(): Promise<void>;
}

/** A journal whose entries can be taken back while they wait for the disk. */
export interface WithdrawableJournal extends JournalWriter {
  /**
   * Takes an entry that was appended out of the queue; `append` rejects with JournalFailedError. True when it was still
   * waiting: then it is not durable and never will be. False when it is durable, or was never given to `append`.
   */
  withdraw(entry: NewEntry): boolean;
}

/**
 * The reading side. Any number of readers, in any process. Reads sealed segments and the live part alike. The order of
 * entries binds within a partition only (see `Place`): a reader may not draw anything from the order of entries of two
 * enterprises.
 */
export interface JournalReader {
  /** Up to `limit` entries with `seq > after`, in order, and fewer where they are large. Empty at the end only. */
  read(after: Place, limit: number): Promise<readonly JournalEntry[]>;
  /** The newest durable sequence number; 0 for an empty journal. */
  lastSeq(): Promise<number>;
  /** One entry by its number, wherever it lies. */
  entry(seq: number): Promise<JournalEntry | undefined>;
  /** Newest `at` of any entry: the clock never starts before it. 0 when empty. */
  lastAt(): Promise<number>;
  /**
   * How many device messages (`frame`) with `seq > after` came from `mn` (all when undefined) with `from <= at < to`.
   */
  countFrames(filter: {
    readonly after: Place;
    readonly mn?: string;
    readonly from: Instant;
    readonly to: Instant;
  }): Promise<number>;
  close(): Promise<void>;
}

/** How far each reader has come. A reader whose store keeps its own position reports it here for sealing. */
export interface JournalCursors {
  load(reader: string): Promise<Place>;
  save(reader: string, place: Place): Promise<void>;
  all(): Promise<Readonly<Record<string, Place>>>;
  /** A reader that is no more: it is in no list, and one of its name begins anew. */
  forget(reader: string): Promise<void>;
}

/**
 * One sealed segment: its bytes are hashed together with the hash of the one before, so a changed byte breaks the
 * chain.
 */
export interface Segment {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly file: string;
  readonly bytes: number;
  /** SHA-256, hex, of the previous segment's hash and this segment's uncompressed content. */
  readonly hash: string;
  readonly previousHash: string;
}

/**
 * Moves entries that every reader has passed into sealed, compressed segments, and lets those past the retention go.
 */
export interface JournalArchive {
  /** Seals whole blocks of entries with `seq <= passed`; returns the new segments. */
  seal(passed: Place): Promise<readonly Segment[]>;
  segments(): Promise<readonly Segment[]>;
  /** Recomputes every hash; the first segment that does not fit, or `undefined`. */
  verify(): Promise<Segment | undefined>;
  /** Deletes segments whose newest entry is older than `before`, `most` at the most, from the front; returns them. */
  expire(before: Instant, most: number): Promise<readonly Segment[]>;
}
