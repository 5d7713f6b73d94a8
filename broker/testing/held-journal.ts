import { JournalFailedError } from "../../core/failures.ts";
import type { JournalHealth, JournalWriter } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";

interface Held {
  readonly entry: NewEntry;
  readonly seq: number;
  readonly resolve: (seq: number) => void;
  readonly reject: (cause: Error) => void;
}

/** A journal whose disk is the test: entries become durable when the test says so, or at once after `releaseAlways`. */
export class HeldJournal implements JournalWriter {
  /** Everything that was appended, in order. */
  readonly entries: NewEntry[] = [];
  #held: Held[] = [];
  #isOpen = false;
  #health: JournalHealth = "ok";
  #pending = 0;
  readonly #onDurable: ((lastSeq: number) => void)[] = [];
  readonly #onHealth: ((health: JournalHealth, cause: Error | undefined) => void)[] = [];
  readonly #onAppend: (() => void)[] = [];

  append(entry: NewEntry): Promise<number> {
    const seq = this.entries.push(entry);
    this.#pending += entry.payload.length;
    const durable = new Promise<number>((resolve, reject) => this.#held.push({ entry, seq, resolve, reject }));
    if (this.#isOpen) queueMicrotask(() => this.release());
    for (const look of this.#onAppend) look();
    return durable;
  }

  /** Makes what is held durable. */
  release(): void {
    for (const held of this.#held.splice(0)) {
      this.#pending -= held.entry.payload.length;
      held.resolve(held.seq);
    }
    for (const listener of this.#onDurable) listener(this.entries.length);
  }

  /** Makes one held entry durable, by its place among those that wait. */
  releaseOne(index: number): void {
    for (const held of this.#held.splice(index, 1)) {
      this.#pending -= held.entry.payload.length;
      held.resolve(held.seq);
    }
  }

  releaseAlways(): void {
    this.#isOpen = true;
    this.release();
  }

  /** The disk has failed. */
  fail(): void {
    for (const held of this.#held.splice(0)) held.reject(new JournalFailedError("EIO"));
  }

  setHealth(health: JournalHealth): void {
    this.#health = health;
    for (const listener of this.#onHealth) listener(health, undefined);
  }

  /** Resolves once `count` entries were appended. */
  appended(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.entries.length >= count) resolve();
      };
      this.#onAppend.push(look);
      look();
    });
  }

  pendingBytes(): number {
    return this.#pending;
  }

  health(): JournalHealth {
    return this.#health;
  }

  onHealth(listener: (health: JournalHealth, cause: Error | undefined) => void): void {
    this.#onHealth.push(listener);
  }

  onDurable(listener: (lastSeq: number) => void): void {
    this.#onDurable.push(listener);
  }

  async close(): Promise<void> {}
}
