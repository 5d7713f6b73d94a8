import { JournalDoubtError, JournalFailedError } from "../../core/failures.ts";
import type { JournalHealth, WithdrawableJournal } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { Log } from "../../core/log.ts";
import { type Connection, type OpenConnection, openLibsql } from "./connection.ts";
import { asError, classifyDiskFailure } from "./disk-failure.ts";
import { createEntryInserter, type EntryInserter } from "./entry-inserter.ts";
import { checkpoint, openLive } from "./live-file.ts";
import { lastSealedSeq } from "./manifest.ts";
import { joinWriters, type WriterPresence } from "./writer-presence.ts";

export interface JournalWriterOptions {
  /** The journal's own directory, `<dataDir>/journal`. Created when missing. */
  readonly directory: string;
  readonly log: Log;
  readonly open?: OpenConnection;
}

/**
 * Opens the writing side of a journal. Any number of writers, in any thread or process; each commits whole groups.
 * Entries are referenced, not copied, until they are durable: a payload must not be changed after `append`.
 * @throws JournalFailedError when the file cannot be opened, or the last writer did not end cleanly and the file does
 *   not pass SQLite's check
 */
export function openJournalWriter(options: JournalWriterOptions): WithdrawableJournal {
  const { directory, log, open = openLibsql } = options;
  const connection = openOrRefuse(directory, open);
  const presence = joinWriters(directory, () => checkIntegrity(connection, options));
  // A live file that was lost or replaced must not give out numbers that sealed entries have.
  connection.prepare("UPDATE high_water SET last_seq = ?1 WHERE last_seq < ?1").run([lastSealedSeq(directory)]);
  return new SqliteJournalWriter(connection, presence, { directory, log });
}

function openOrRefuse(directory: string, open: OpenConnection): Connection {
  try {
    return openLive(directory, open);
  } catch (cause) {
    throw new JournalFailedError(`the journal in ${directory} cannot be opened: ${asError(cause).message}`, { cause });
  }
}

function checkIntegrity(connection: Connection, { directory, log }: JournalWriterOptions): void {
  log.warn({ directory }, "journal was not closed cleanly, checking it");
  const findings = integrityFindings(connection);
  if (findings.length === 1 && findings[0] === "ok") return;
  throw new JournalFailedError(`the journal in ${directory} is damaged: ${findings.join("; ")}`);
}

function integrityFindings(connection: Connection): readonly string[] {
  try {
    return connection
      .prepare("PRAGMA integrity_check(3)")
      .rows<[string]>([])
      .map(([text]) => text);
  } catch (cause) {
    // Some damage already ends the check itself.
    return [asError(cause).message];
  }
}

interface Waiting {
  readonly entry: NewEntry;
  readonly resolve: (seq: number) => void;
  readonly reject: (cause: Error) => void;
}

/** Bounds of one transaction: long enough to make a sync cheap, short enough that other writers do not wait. */
const MAX_GROUP_ENTRIES = 2_000;
const MAX_GROUP_BYTES = 4 * 1024 * 1024;
/** What an entry costs beside its payload, roughly: columns, page overhead, the promise. */
const ENTRY_OVERHEAD_BYTES = 96;
/**
 * Bytes of write-ahead log between two checkpoints. A log that starts over within its file is synced faster than one
 * that grows (a longer file is a change of the file system, too), and a checkpoint moves so few pages that nobody waits
 * long for his acknowledgement.
 */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
const PAGE_BYTES = 4_096;
/**
 * Pages that every commit writes beside those of its entries: the high-water mark, and the last page of the table
 * again.
 */
const PAGES_PER_COMMIT = 2;
const FULL_RETRY_MS = 250;
const BUSY_RETRY_MS = 20;

class SqliteJournalWriter implements WithdrawableJournal {
  readonly #connection: Connection;
  readonly #presence: WriterPresence;
  readonly #directory: string;
  readonly #log: Log;
  readonly #inserter: EntryInserter;
  readonly #healthListeners: ((health: JournalHealth, cause: Error | undefined) => void)[] = [];
  readonly #durableListeners: ((lastSeq: number) => void)[] = [];
  #queue: Waiting[] = [];
  #pendingBytes = 0;
  /** How long the write-ahead log has become since the last checkpoint, nearly. */
  #logBytes = 0;
  #scheduled = false;
  #health: JournalHealth = "ok";
  /** Why nothing is taken any more: failed or closed. */
  #refusal: JournalFailedError | undefined;
  #closed = false;

  constructor(connection: Connection, presence: WriterPresence, where: { readonly directory: string; readonly log: Log }) {
    this.#connection = connection;
    this.#presence = presence;
    this.#directory = where.directory;
    this.#log = where.log;
    this.#inserter = createEntryInserter(connection);
  }

  append(entry: NewEntry): Promise<number> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    this.#pendingBytes += sizeOf(entry);
    const durable = new Promise<number>((resolve, reject) => {
      this.#queue.push({ entry, resolve, reject });
    });
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#flush);
    }
    return durable;
  }

  /** A transaction is written in one go, so what stands in the queue is in none: not even in one that failed. */
  withdraw(entry: NewEntry): boolean {
    const at = this.#queue.findIndex((waiting) => waiting.entry === entry);
    if (at < 0) return false;
    for (const { reject } of this.#queue.splice(at, 1)) reject(new JournalFailedError("the entry was withdrawn"));
    this.#pendingBytes -= sizeOf(entry);
    return true;
  }

  pendingBytes(): number {
    return this.#pendingBytes;
  }

  health(): JournalHealth {
    return this.#health;
  }

  onHealth(listener: (health: JournalHealth, cause: Error | undefined) => void): void {
    this.#healthListeners.push(listener);
  }

  onDurable(listener: (lastSeq: number) => void): void {
    this.#durableListeners.push(listener);
  }

  /**
   * Writes what waits, then closes. What still cannot be written (the disk is full, or broken) is rejected: it was
   * never acknowledged.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    while (this.#queue.length > 0 && this.#commitGroup() === "committed");
    this.#checkpoint();
    this.#refuse(new JournalFailedError("the journal is closed"));
    this.#connection.close();
    if (this.#health === "failed") this.#presence.leave();
    else this.#presence.leaveCleanly();
  }

  readonly #flush = (): void => {
    this.#scheduled = false;
    if (this.#queue.length === 0) return;
    if (this.#health === "full") this.#checkpoint();
    const outcome = this.#commitGroup();
    if (outcome === "broken") return;
    if (outcome === "committed" && this.#logBytes > CHECKPOINT_BYTES) setImmediate(this.#checkpoint);
    if (this.#queue.length === 0) return;
    this.#scheduled = true;
    if (outcome === "committed") setImmediate(this.#flush);
    else setTimeout(this.#flush, outcome === "full" ? FULL_RETRY_MS : BUSY_RETRY_MS).unref();
  };

  /**
   * Writes the front of the queue in one transaction. Only after its sync is anything taken from the queue and
   * answered.
   */
  #commitGroup(): "committed" | "busy" | "full" | "broken" {
    const { count, bytes } = this.#nextGroup();
    let lastSeq: number;
    try {
      this.#connection.exec("BEGIN IMMEDIATE");
      lastSeq = this.#inserter(this.#queue, count);
      this.#connection.exec("COMMIT");
    } catch (cause) {
      return this.#groupFailed(asError(cause), count);
    }
    this.#setHealth("ok", undefined);
    this.#pendingBytes -= bytes;
    this.#logBytes += (Math.ceil(bytes / PAGE_BYTES) + PAGES_PER_COMMIT) * PAGE_BYTES;
    const group = count === this.#queue.length ? this.#queue : this.#queue.splice(0, count);
    if (group === this.#queue) this.#queue = [];
    let seq = lastSeq - count;
    for (const waiting of group) waiting.resolve(++seq);
    for (const listener of this.#durableListeners) listener(lastSeq);
    return "committed";
  }

  #nextGroup(): { readonly count: number; readonly bytes: number } {
    let count = 0;
    let bytes = 0;
    for (const { entry } of this.#queue) {
      if (count === MAX_GROUP_ENTRIES || bytes >= MAX_GROUP_BYTES) break;
      bytes += sizeOf(entry);
      count++;
    }
    return { count, bytes };
  }

  #groupFailed(cause: Error, count: number): "busy" | "full" | "broken" {
    const failure = classifyDiskFailure(cause, this.#directory);
    // Also when all is lost: an open transaction would keep other connections of this process out.
    const rolledBack = this.#rolledBack();
    if (failure === "broken" || !rolledBack) {
      this.#fail(cause, count);
      return "broken";
    }
    if (failure === "full") this.#setHealth("full", cause);
    else this.#log.warn({ err: cause }, "journal is locked by another writer, trying again");
    return failure;
  }

  /**
   * SQLite has often rolled back by itself. A transaction that can be neither committed nor rolled back is a broken
   * journal.
   */
  #rolledBack(): boolean {
    try {
      if (this.#connection.inTransaction()) this.#connection.exec("ROLLBACK");
      return true;
    } catch {
      return false;
    }
  }

  readonly #checkpoint = (): void => {
    if (this.#refusal !== undefined) return;
    try {
      checkpoint(this.#connection);
      this.#logBytes = 0;
    } catch (cause) {
      // Without space the log just stays as long as it is; what it holds is durable there.
      if (classifyDiskFailure(cause, this.#directory) === "broken") this.#fail(asError(cause));
    }
  };

  /**
   * Never tries again: after a failed sync nobody knows what the disk holds (the kernel may have dropped the pages), so
   * the group that was being written is in doubt, and only what stood behind it is surely not taken.
   */
  #fail(cause: Error, count = 0): void {
    const inDoubt = new JournalDoubtError("the journal failed while it wrote the entry", { cause });
    for (const { reject } of this.#queue.splice(0, count)) reject(inDoubt);
    this.#refuse(new JournalFailedError("the journal could not be written", { cause }));
    this.#setHealth("failed", cause);
  }

  #refuse(refusal: JournalFailedError): void {
    this.#refusal = refusal;
    const lost = this.#queue;
    this.#queue = [];
    this.#pendingBytes = 0;
    for (const waiting of lost) waiting.reject(refusal);
  }

  #setHealth(health: JournalHealth, cause: Error | undefined): void {
    if (health === this.#health) return;
    this.#health = health;
    if (health === "failed") this.#log.error({ err: cause }, "journal failed");
    else if (health === "full") this.#log.error({ err: cause }, "journal waits for disk space");
    else this.#log.info({}, "journal writes again");
    for (const listener of this.#healthListeners) listener(health, cause);
  }
}

function sizeOf(entry: NewEntry): number {
  return entry.payload.byteLength + entry.topic.length + entry.mn.length + ENTRY_OVERHEAD_BYTES;
}
