import type { JournalWriter } from "../core/journal/journal.ts";

/** Something that was not read because the journal was busy. */
export interface Waiter {
  wake(): void;
}

/**
 * Says whether devices may be read, so that load becomes waiting and never loss: while more than `pendingBytes` wait for the disk, or the
 * journal is not well, sockets stay unread and TCP slows the senders down. Reading goes on at half the limit.
 */
export class BackPressure {
  readonly #journal: JournalWriter;
  readonly #pendingBytes: number;
  readonly #waiting = new Set<Waiter>();
  #isClosed = false;

  constructor(journal: JournalWriter, pendingBytes: number) {
    this.#journal = journal;
    this.#pendingBytes = pendingBytes;
    journal.onDurable(() => this.look());
    journal.onHealth(() => this.look());
  }

  /** True when a device may be read now. */
  isOpen(): boolean {
    if (this.#isClosed) return false;
    if (this.#journal.pendingBytes() <= this.#pendingBytes && this.#journal.health() === "ok") return true;
    this.#isClosed = true;
    return false;
  }

  /** Wakes the waiter once devices may be read again. */
  wait(waiter: Waiter): void {
    this.#waiting.add(waiter);
  }

  forget(waiter: Waiter): void {
    this.#waiting.delete(waiter);
  }

  /** Looks whether the journal has room again, and wakes who waits. Called by the journal, and now and then in case it was silent. */
  look(): void {
    if (!this.#isClosed || this.#journal.health() !== "ok" || this.#journal.pendingBytes() > this.#pendingBytes / 2) return;
    this.#isClosed = false;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const waiter of waiting) waiter.wake();
  }
}
