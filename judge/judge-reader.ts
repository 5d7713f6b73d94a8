import type { DecodedJournal, ReadEntry } from "../core/entries/read-entry.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { RecordsStore } from "../core/records/records.ts";
import type { Judge } from "./judge.ts";

/** As many as the intake takes, so that the two stay together and what one has decoded serves the other. */
const BATCH = 2_000;
/** What entries will look at is read for so many at once. */
const PREPARED = 500;

export interface JudgeDeps {
  readonly source: DecodedJournal;
  readonly judge: Judge;
  readonly records: RecordsStore;
  readonly cursors: JournalCursors;
  readonly onCommitted: () => void;
}

/** The reader that judges. Its place is the records' cursor after each commit. */
export class JudgeReader {
  readonly #deps: JudgeDeps;
  /** `undefined` when it is not known how far the records came: they failed in the middle of something. */
  #at: number | undefined;

  constructor(deps: JudgeDeps, cursor: number) {
    this.#deps = deps;
    this.#at = cursor;
  }

  /**
   * One batch: applied entry by entry, committed with the cursor; an entry with many effects takes several commits.
   * True when there was something to do.
   */
  async step(): Promise<boolean> {
    const at = this.#at ?? (await this.#beginAgain());
    this.#at = undefined;
    const upTo = await this.#apply(at);
    this.#at = upTo;
    if (upTo === at) return false;
    this.#deps.onCommitted();
    await this.#deps.cursors.save("judge", upTo);
    return true;
  }

  /**
   * After a failure nobody knows whether the last commit took place: the records say, and what was not committed is
   * judged again.
   */
  async #beginAgain(): Promise<number> {
    const { records, judge } = this.#deps;
    const cursor = await records.cursor();
    judge.reset();
    return cursor;
  }

  /** Applies and commits what comes after `at`; answers with the new place. */
  async #apply(at: number): Promise<number> {
    const { source, judge, records } = this.#deps;
    return applyAndCommit(judge, records, { at, entries: await source.read(at, BATCH) });
  }
}

/**
 * Applies entries that follow the place `at`, and commits what they bring about: once, or whenever an entry has more
 * effects than one commit should hold. Stops early when a commit is full. Answers with the new place.
 */
export async function applyAndCommit(
  judge: Judge,
  records: Pick<RecordsStore, "commit">,
  { at, entries }: { readonly at: number; readonly entries: readonly ReadEntry[] },
): Promise<number> {
  let last = at;
  for (const [i, read] of entries.entries()) {
    if (i % PREPARED === 0) await judge.prepare(entries.slice(i, i + PREPARED));
    while (!judge.passBy(read) && (await judge.apply(read)) === "commit-and-again") {
      await records.commit(await judge.take(last, "commit-and-again"));
    }
    last = read.entry.seq;
    if (judge.isFull()) break;
  }
  if (last !== at) await records.commit(await judge.take(last));
  return last;
}
