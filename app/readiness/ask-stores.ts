import type { Clock } from "../../core/clock.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { JournalReader } from "../../core/journal/journal.ts";
import type { AskedStore, LookedAt, StoreAway } from "../../core/readiness/readiness.ts";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { RecordsView } from "../../core/records/records.ts";
import type { InfluxSeriesOptions } from "../../storage/series/influx-series.ts";
import { ANSWER_MS } from "./ask-role.ts";
import { WaitingEntries } from "./waiting-entries.ts";
import { within } from "./within.ts";

export interface AskedStoresDeps {
  readonly journal: Pick<JournalReader, "lastSeq" | "entry">;
  readonly intake: Pick<IntakeView, "cursor">;
  readonly records: Pick<RecordsView, "cursor">;
  /** The long-term store, where there is one. */
  readonly series?: Omit<InfluxSeriesOptions, "log">;
  readonly clock: Clock;
  readonly nowMs?: () => number;
  readonly answerMs?: number;
}

/** The stores as this process reaches them, and how far behind the journal those are that follow it. */
export class AskedStores {
  readonly #deps: AskedStoresDeps;
  readonly #nowMs: () => number;
  readonly #waiting = new WaitingEntries();
  #askSeries: (() => Promise<void>) | undefined;
  /** How far each has come, as it was known last: one that is away goes on nowhere. */
  #lastSeq = 0;
  #taken: number | undefined;
  #judged: number | undefined;

  constructor(deps: AskedStoresDeps) {
    this.#deps = deps;
    this.#nowMs = deps.nowMs ?? (() => performance.now());
  }

  /** Asks every store, all at once, and waits for none longer than the bound. */
  async look(): Promise<Pick<LookedAt, "away" | "waiting">> {
    const { journal, intake, records, series } = this.#deps;
    const away: StoreAway[] = [];
    const [lastSeq, taken, judged] = await Promise.all([
      this.#ask("journal", () => journal.lastSeq(), away),
      this.#ask("intake", () => intake.cursor(), away),
      this.#ask("records", () => records.cursor(), away),
      series && this.#ask("series", () => this.#question(series), away),
    ]);
    this.#lastSeq = lastSeq ?? this.#lastSeq;
    this.#taken = taken ?? this.#taken;
    this.#judged = judged ?? this.#judged;
    return { away, waiting: await this.#waits() };
  }

  async #question(series: Omit<InfluxSeriesOptions, "log">): Promise<void> {
    if (this.#askSeries === undefined) {
      // Loaded here: most installations have none.
      const { influxQuestion } = await import("../../storage/series/ask-influx.ts");
      this.#askSeries = influxQuestion(series);
    }
    await this.#askSeries();
  }

  async #ask<T>(store: AskedStore, question: () => Promise<T>, away: StoreAway[]): Promise<T | undefined> {
    try {
      const silent = Symbol("silent");
      const answer = await within(question(), this.#deps.answerMs ?? ANSWER_MS, silent);
      if (answer !== silent) return answer as T;
      away.push({ store, trouble: "no-answer" });
    } catch (cause) {
      const known = cause instanceof StoreUnavailableError ? cause.trouble?.code : undefined;
      away.push({ store, trouble: known ?? "other-trouble" });
    }
    return undefined;
  }

  async #waits(): Promise<LookedAt["waiting"]> {
    const [lastSeq, taken, judged] = [this.#lastSeq, this.#taken, this.#judged];
    // Nothing is known of a store that was away from the beginning; that it is away is said anyway.
    if (taken === undefined && judged === undefined) return { entries: 0, oldestMs: 0 };
    const passed = Math.min(taken ?? lastSeq, judged ?? lastSeq);
    const seenMs = this.#waiting.look({ lastSeq, passed, nowMs: this.#nowMs() });
    const entries = Math.max(0, lastSeq - passed);
    const oldestMs = entries === 0 ? 0 : Math.max(seenMs, await this.#ageOf(passed + 1));
    return { entries, oldestMs };
  }

  /** By its own time, where the clock is the system's: it may have waited before this thread began to look. */
  async #ageOf(seq: number): Promise<number> {
    const { journal, clock } = this.#deps;
    if (clock.kind !== "system") return 0;
    const entry = await journal.entry(seq).catch(() => undefined);
    return entry === undefined ? 0 : clock.now() - entry.at;
  }
}
