import { setImmediate as othersGoOn } from "node:timers/promises";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { Refused, RevisedReading, SeriesStore } from "../../core/readings/series.ts";
import type { Arrivals, ArrivalsReader } from "./arrivals-reader.ts";

const BATCH = 5_000;
/** Corrections that come while corrections are sent again: more rounds than any source has reason for. */
const MOST_ROUNDS = 100;

export interface ReshipDeps {
  readonly arrivals: Pick<ArrivalsReader, "series" | "arrivals">;
  readonly intake: Pick<IntakeView, "cursor" | "changes">;
  /** The long-term store; a write that fails ends everything, unless nobody wants it any more. */
  readonly series: Pick<SeriesStore, "write">;
  readonly range: Arrivals;
  readonly onProgress: (progress: ReshipProgress) => void;
  /** Asked between batches; once it says no, what was sent until then stays. */
  readonly isWanted: () => boolean;
}

export interface ReshipProgress {
  readonly series: number;
  readonly ofSeries: number;
  readonly readings: number;
}

export interface ReshipReport extends ReshipProgress {
  /** What the store did not take, by kind. */
  readonly refused: Readonly<Record<string, number>>;
  readonly example: Refused | undefined;
  /** False when it was ended before. */
  readonly complete: boolean;
}

/**
 * Sends what came in once more to the long-term store, series by series. It changes nothing here, and what the store
 * has already overwrites itself, so it may run beside the product, and again.
 */
export async function reshipReadings(deps: ReshipDeps): Promise<ReshipReport> {
  const { arrivals, intake, range, isWanted, onProgress } = deps;
  const sender = new Sender(deps);
  const all = arrivals.series();
  const before = await intake.cursor();
  const progress = (series: number): ReshipProgress => ({ series, ofSeries: all.length, readings: sender.sent });
  let done = 0;
  for (const series of all) {
    for (const readings of arrivals.arrivals(series, range)) {
      await sender.add(readings);
      if (!isWanted()) break;
      await othersGoOn();
    }
    if (!isWanted()) break;
    done += 1;
    onProgress(progress(done));
  }
  await sender.flush();
  const complete = isWanted() && (await sendCorrections(deps, sender, before));
  return { ...progress(done), refused: sender.refused, example: sender.example, complete };
}

/**
 * A correction that came meanwhile may have reached the store before the older version that was read here: such
 * periods are sent again as they are now, until none came in a round.
 */
async function sendCorrections({ intake, isWanted }: ReshipDeps, sender: Sender, before: number): Promise<boolean> {
  let from = before;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const upTo = await intake.cursor();
    let corrections = 0;
    while (from < upTo) {
      if (!isWanted()) return false;
      const changes = await intake.changes(from, upTo, BATCH);
      const corrected = changes.filter(({ previous, overtakenBy }) => previous !== undefined || overtakenBy !== undefined);
      corrections += corrected.length;
      await sender.add(corrected);
      from = changes.length < BATCH ? upTo : (changes.at(-1)?.seq ?? upTo);
    }
    await sender.flush();
    if (corrections === 0) break;
  }
  return true;
}

/** Gathers readings into requests, and counts. */
class Sender {
  readonly #deps: Pick<ReshipDeps, "series" | "isWanted">;
  #waiting: RevisedReading[] = [];
  #sent = 0;
  readonly refused: Record<string, number> = {};
  example: Refused | undefined;

  constructor(deps: Pick<ReshipDeps, "series" | "isWanted">) {
    this.#deps = deps;
  }

  /** Readings that the store has taken. */
  get sent(): number {
    return this.#sent;
  }

  async add(readings: readonly RevisedReading[]): Promise<void> {
    for (const reading of readings) this.#waiting.push(reading);
    if (this.#waiting.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const refused = await this.#write(batch);
    this.#sent += batch.length - refused.length;
    for (const { kind = "content" } of refused) this.refused[kind] = (this.refused[kind] ?? 0) + 1;
    this.example ??= refused[0];
  }

  /** Where the wait for the store was ended, nothing of the batch counts as sent. */
  async #write(batch: readonly RevisedReading[]): Promise<readonly Refused[]> {
    const { series, isWanted } = this.#deps;
    try {
      return await series.write(batch);
    } catch (cause) {
      if (isWanted()) throw cause;
      this.#sent -= batch.length;
      return [];
    }
  }
}
