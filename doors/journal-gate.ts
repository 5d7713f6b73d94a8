import type { JournalWriter } from "../core/journal/journal.ts";

/**
 * Bytes waiting for the disk above which no door reads. Every door has the same bound unless its limits say otherwise.
 */
export const JOURNAL_PENDING_BYTES = 8 * 1024 * 1024;

/**
 * Back-pressure: says whether devices may be read, so that load becomes waiting and never loss. The gate closes while
 * more than `limitBytes` wait for the disk or the journal is not well; sockets then stay unread and TCP slows the
 * senders down. Once closed, it stays closed for everybody until half of the limit is free again, so that sockets are
 * not switched on and off with every message.
 */
export class JournalGate {
  readonly #journal: JournalWriter;
  readonly #limitBytes: number;
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(journal: JournalWriter, limitBytes: number) {
    this.#journal = journal;
    this.#limitBytes = limitBytes;
    journal.onDurable(() => this.check());
    journal.onHealth(() => this.check());
  }

  /** True when a device may be read now. */
  isOpen(): boolean {
    if (this.#isClosed) return false;
    if (this.#journal.health() === "ok" && this.#journal.pendingBytes() <= this.#limitBytes) return true;
    this.#isClosed = true;
    return false;
  }

  /** Calls `listener` once, when the gate is open again. The same listener waits once, however often it is given. */
  onOpen(listener: () => void): void {
    this.#waiting.add(listener);
  }

  /** The listener waits no more. */
  forget(listener: () => void): void {
    this.#waiting.delete(listener);
  }

  /**
   * Opens the gate when the journal has room again. The journal's news call it; doors call it now and then in case no
   * news comes.
   */
  check(): void {
    if (!this.#isClosed || this.#journal.health() !== "ok" || this.#journal.pendingBytes() > this.#limitBytes / 2) return;
    this.#isClosed = false;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const listener of waiting) listener();
  }
}
