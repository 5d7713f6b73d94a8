import { JournalFailedError } from "../../core/failures.ts";
import type {
  JournalArchive,
  JournalCursors,
  JournalHealth,
  JournalReader,
  Segment,
  WithdrawableJournal,
} from "../../core/journal/journal.ts";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import type { Place } from "../../core/journal/place.ts";
import { CHAIN_START, chainHash, describeSegment, encodeSegment } from "../journal/segment-content.ts";
import { segmentFileName } from "../journal/segment-file.ts";
import { liftedEntry } from "../upcasters.ts";

/**
 * A journal that lives as long as its variable: for tests and for trying things out. Every part passes the contract of
 * the durable one.
 */
export interface MemoryJournal {
  readonly writer: WithdrawableJournal;
  readonly reader: JournalReader;
  readonly cursors: JournalCursors;
  readonly archive: JournalArchive;
  /** Lets the disk that is not there run full, have space again, or break. */
  setDisk(health: JournalHealth): void;
}

/** An empty journal. `blockEntries`: entries of one sealed segment. */
export function createMemoryJournal({ blockEntries = 20_000 }: { readonly blockEntries?: number } = {}): MemoryJournal {
  const store = new MemoryStore(blockEntries);
  const positions = new Map<string, Place>();
  return {
    writer: store,
    reader: readerOf(store),
    cursors: {
      load: async (reader) => positions.get(reader) ?? 0,
      save: async (reader, place) => {
        positions.set(reader, place);
      },
      forget: async (reader) => {
        positions.delete(reader);
      },
      all: async () => Object.fromEntries(positions),
    },
    archive: archiveOf(store),
    setDisk: (health) => store.setHealth(health),
  };
}

interface Waiting {
  readonly entry: NewEntry;
  readonly resolve: (seq: number) => void;
  readonly reject: (cause: Error) => void;
}

class MemoryStore implements WithdrawableJournal {
  readonly blockEntries: number;
  entries: JournalEntry[] = [];
  segments: Segment[] = [];
  lastSegment: Segment | undefined;
  lastSeq = 0;
  lastAt = 0;
  #health: JournalHealth = "ok";
  #closed = false;
  #waiting: Waiting[] = [];
  readonly #healthListeners: ((health: JournalHealth, cause: Error | undefined) => void)[] = [];
  readonly #durableListeners: ((lastSeq: number) => void)[] = [];

  constructor(blockEntries: number) {
    this.blockEntries = blockEntries;
  }

  append(entry: NewEntry): Promise<number> {
    if (this.#closed || this.#health === "failed") return Promise.reject(refusal());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#commit();
    });
  }

  withdraw(entry: NewEntry): boolean {
    const at = this.#waiting.findIndex((waiting) => waiting.entry === entry);
    for (const { reject } of at < 0 ? [] : this.#waiting.splice(at, 1)) reject(refusal());
    return at >= 0;
  }

  pendingBytes(): number {
    return this.#waiting.reduce((sum, { entry }) => sum + entry.payload.byteLength, 0);
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

  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectWaiting();
  }

  setHealth(health: JournalHealth): void {
    if (health === this.#health) return;
    this.#health = health;
    const cause = health === "ok" ? undefined : new Error(`the disk is ${health}`);
    if (health === "failed") this.#rejectWaiting();
    for (const listener of this.#healthListeners) listener(health, cause);
    this.#commit();
  }

  #commit(): void {
    if (this.#health !== "ok" || this.#waiting.length === 0) return;
    const group = this.#waiting;
    this.#waiting = [];
    for (const { entry, resolve } of group) {
      this.lastSeq++;
      this.lastAt = Math.max(this.lastAt, entry.at);
      const { format = 1 } = entry;
      this.entries.push({ ...entry, format, payload: Uint8Array.from(entry.payload), seq: this.lastSeq });
      resolve(this.lastSeq);
    }
    for (const listener of this.#durableListeners) listener(this.lastSeq);
  }

  #rejectWaiting(): void {
    const lost = this.#waiting;
    this.#waiting = [];
    for (const { reject } of lost) reject(refusal());
  }
}

function refusal(): JournalFailedError {
  return new JournalFailedError("the journal has failed or is closed");
}

function readerOf(store: MemoryStore): JournalReader {
  return {
    read: async (after, limit) => {
      const first = store.entries[0]?.seq ?? 1;
      const from = Math.max(after + 1 - first, 0);
      return store.entries.slice(from, from + Math.max(limit, 0)).map((entry) => liftedEntry(entry));
    },
    lastSeq: async () => store.lastSeq,
    entry: async (seq) => {
      const entry = store.entries.find((stored) => stored.seq === seq);
      return entry === undefined ? undefined : liftedEntry(entry);
    },
    lastAt: async () => store.lastAt,
    countFrames: async ({ after, mn, from, to }) =>
      store.entries.filter(
        ({ seq, kind, at, mn: device }) =>
          seq > after && kind === "frame" && at >= from && at < to && (mn === undefined || device === mn),
      ).length,
    close: async () => {},
  };
}

function archiveOf(store: MemoryStore): JournalArchive {
  return {
    seal: async (passed) => {
      const sealed: Segment[] = [];
      for (;;) {
        const after = store.lastSegment?.lastSeq ?? 0;
        if (Math.min(passed, store.lastSeq) < after + store.blockEntries) return sealed;
        const segment = sealMemory(store, after);
        store.lastSegment = segment;
        store.segments.push(segment);
        sealed.push(segment);
      }
    },
    segments: async () => [...store.segments],
    verify: async () =>
      store.segments.find((segment) => chainHash(segment.previousHash, contentOf(store, segment)) !== segment.hash),
    expire: async (before, most) => {
      const firstYoung = store.segments.findIndex((segment) => segment.lastAt >= before);
      const old = store.segments.splice(0, Math.min(most, firstYoung === -1 ? store.segments.length : firstYoung));
      const last = old.at(-1)?.lastSeq ?? 0;
      store.entries = store.entries.filter((entry) => entry.seq > last);
      return old;
    },
  };
}

function sealMemory(store: MemoryStore, after: number): Segment {
  const block = store.entries.filter(({ seq }) => seq > after && seq <= after + store.blockEntries);
  const span = describeSegment(block);
  const content = encodeSegment(block);
  const previousHash = store.lastSegment?.hash ?? CHAIN_START;
  const file = segmentFileName(span.firstSeq, span.lastSeq);
  return { ...span, file, bytes: content.length, hash: chainHash(previousHash, content), previousHash };
}

function contentOf(store: MemoryStore, { firstSeq, lastSeq }: Segment): Buffer {
  return encodeSegment(store.entries.filter(({ seq }) => seq >= firstSeq && seq <= lastSeq));
}
