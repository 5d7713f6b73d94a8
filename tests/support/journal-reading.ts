import type { JournalReader } from "../../core/journal/journal.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { EntrySource } from "../../ingest/entry-source.ts";
import { Judge } from "../../judge/judge.ts";

/** How a journal is judged. */
interface HowToJudge {
  readonly mostRows?: number;
  readonly isPlain?: boolean;
}

/**
 * The judge over a journal, as after a start of the product: everything it knows beyond the journal comes from the
 * records.
 */
export class Reading {
  readonly #entries: readonly JournalEntry[];
  readonly #records: RecordsStore;
  #source: EntrySource | undefined;
  #judge: Judge | undefined;
  readonly #mostRows: number | undefined;
  readonly #isPlain: boolean;
  #at = 0;

  /**
   * @param mostRows how many rows one commit holds at most, but for what a single step brings
   * @param isPlain true when nothing is read ahead and no entry is passed by: what saves time must change nothing
   */
  constructor(entries: readonly JournalEntry[], records: RecordsStore, { mostRows, isPlain = false }: HowToJudge = {}) {
    this.#entries = entries;
    this.#records = records;
    this.#mostRows = mostRows;
    this.#isPlain = isPlain;
  }

  /** Judges up to `count` entries more, without a commit. False at the end of the journal. */
  async judge(count: number): Promise<boolean> {
    const { source, judge } = await this.#running();
    const read = await source.read(this.#at, count);
    if (!this.#isPlain) await judge.prepare(read);
    for (const entry of read) {
      if (!this.#isPlain && judge.passBy(entry)) continue;
      while ((await judge.apply(entry)) === "commit-and-again") {
        await this.#records.commit(await judge.take(entry.entry.seq - 1, "commit-and-again"));
      }
    }
    this.#at = read.at(-1)?.entry.seq ?? this.#at;
    return read.length > 0;
  }

  async commit(): Promise<void> {
    const { judge } = await this.#running();
    await this.#records.commit(await judge.take(this.#at));
  }

  /** What was not committed is lost, as with `kill -9`. */
  async restart(): Promise<void> {
    this.#judge = undefined;
    this.#at = await this.#records.cursor();
  }

  async #running(): Promise<{ readonly source: EntrySource; readonly judge: Judge }> {
    if (this.#source !== undefined && this.#judge !== undefined) return { source: this.#source, judge: this.#judge };
    const registries = new RegistryTimeline(await this.#records.registryAt(this.#at), this.#records);
    this.#source = new EntrySource(this.#journal(), registries);
    this.#judge = new Judge(this.#records, registries, this.#mostRows === undefined ? {} : { mostRows: this.#mostRows });
    return { source: this.#source, judge: this.#judge };
  }

  #journal(): JournalReader {
    const read = async (after: number, limit: number): Promise<readonly JournalEntry[]> =>
      this.#entries.slice(after, after + limit);
    // The source reads on and nothing else.
    return { read } as JournalReader;
  }
}
