import { join } from "node:path";
import { COLLECTIONS } from "../../../cases/all-subjects.ts";
import type { ReadEntry } from "../../../core/entries/read-entry.ts";
import type { RecordsStore } from "../../../core/records/records.ts";
import type { Registry } from "../../../core/registry/registry.ts";
import { RegistryTimeline } from "../../../core/registry/registry-timeline.ts";
import type { Instant } from "../../../core/time.ts";
import { Judge } from "../../../judge/judge.ts";
import { applyAndCommit } from "../../../judge/judge-reader.ts";
import { openPostgresRecords, openSqliteRecords } from "../../../storage/records/open-records.ts";
import { freshDirectory } from "../../harness/left-behind.ts";
import { registryEntry, tickEntry } from "./hour-load.ts";

/** As many entries at once as the pipeline's reader takes. */
const BATCH = 2_000;

/** What a stretch of judging took. */
export interface Took {
  readonly entries: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The longest that one commit and what led to it held the thread, in seconds. */
  readonly longestHold: number;
  readonly peakRssMb: number;
}

/** A judge over a store, to which entries happen one after another. */
export class Judging {
  readonly records: RecordsStore;
  readonly #registries: RegistryTimeline;
  #judge: Judge;
  #seq = 1;

  private constructor(records: RecordsStore, registry: Registry) {
    this.records = records;
    this.#registries = new RegistryTimeline({ seq: 1, registry });
    this.#judge = new Judge(records, this.#registries);
  }

  static async overSqlite(registry: Registry): Promise<Judging> {
    const file = join(freshDirectory("bench-judge"), "records.sqlite");
    const { records } = await openSqliteRecords({ file, mode: "writer", collections: COLLECTIONS });
    return new Judging(records, registry);
  }

  static async overPostgres(url: string, registry: Registry): Promise<Judging> {
    const { records } = await openPostgresRecords({ url, collections: COLLECTIONS });
    return new Judging(records, registry);
  }

  get nextSeq(): number {
    return this.#seq + 1;
  }

  /** Forgets what is in memory, as a restart does. */
  restart(): void {
    this.#judge = new Judge(this.records, this.#registries);
  }

  /** The clock is looked at. */
  tick(at: Instant): Promise<Took> {
    return this.judge([tickEntry(this.nextSeq, at)]);
  }

  /** Another registry comes into force. */
  async putRegistry(registry: Registry, at: Instant): Promise<Took> {
    const seq = this.nextSeq;
    this.#registries.add(seq, { registry });
    return this.judge([registryEntry(seq, at, registry)]);
  }

  /** Judges the entries as the pipeline's reader does. */
  async judge(entries: readonly ReadEntry[]): Promise<Took> {
    const begin = performance.now();
    const cpu = process.cpuUsage();
    let longest = 0;
    let heldSince = begin;
    let peak = process.memoryUsage.rss();
    const released = (): void => {
      const now = performance.now();
      longest = Math.max(longest, now - heldSince);
      heldSince = now;
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    const counted: Pick<RecordsStore, "commit"> = {
      commit: async (batch) => {
        await this.records.commit(batch);
        released();
      },
    };
    let done = 0;
    while (done < entries.length) {
      const batch = entries.slice(done, done + BATCH);
      this.#seq = await applyAndCommit(this.#judge, counted, { at: this.#seq, entries: batch });
      done = this.#seq - (entries[0]?.entry.seq ?? 0) + 1;
    }
    const used = process.cpuUsage(cpu);
    return {
      entries: entries.length,
      seconds: (performance.now() - begin) / 1_000,
      cpuSeconds: (used.user + used.system) / 1e6,
      longestHold: longest / 1_000,
      peakRssMb: peak / 2 ** 20,
    };
  }

  close(): Promise<void> {
    return this.records.close();
  }
}
