import type { JournalCursors } from "../../core/ports/journal.ts";
import type { RecordsStore } from "../../core/ports/records.ts";
import type { Judge } from "../judge/judge.ts";
import type { EntrySource } from "./entry-source.ts";

const BATCH = 500;
/** Effects are committed at the latest after so many rows, so that a transaction stays short. */
const ROWS = 2_000;

export interface JudgeDeps {
  readonly source: EntrySource;
  readonly judge: Judge;
  readonly records: RecordsStore;
  readonly cursors: JournalCursors;
  readonly onCommitted: () => void;
}

/** The reader that judges. Holds its own place, which is the records' cursor after each commit. */
export class JudgeReader {
  readonly #deps: JudgeDeps;
  #at: number;

  constructor(deps: JudgeDeps, cursor: number) {
    this.#deps = deps;
    this.#at = cursor;
  }

  /** One batch: applied entry by entry, committed in one transaction with the cursor. True when there was something to do. */
  async step(): Promise<boolean> {
    const { source, judge } = this.#deps;
    const entries = await source.read(this.#at, BATCH);
    let last = 0;
    for (const read of entries) {
      await judge.apply(read);
      last = read.entry.seq;
      if (judge.pending() > ROWS) break;
    }
    if (last === 0) return false;
    await this.#commit(last);
    return true;
  }

  async #commit(upTo: number): Promise<void> {
    const { judge, records, cursors, onCommitted } = this.#deps;
    await records.commit(judge.take(upTo));
    this.#at = upTo;
    await cursors.save("judge", upTo);
    onCommitted();
  }
}
