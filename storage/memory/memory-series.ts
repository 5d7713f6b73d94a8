import type { StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading, SeriesQuery, SeriesStore } from "../../core/readings/series.ts";
import { compareVersions } from "../../core/readings/versions.ts";
import type { Instant } from "../../core/time.ts";
import { versionOf } from "../intake/settle-message.ts";
import { numberProblem, type RefusedReading, sortOut } from "../series/refusal.ts";

type PeriodKey = Omit<SeriesQuery, "from" | "to"> & { readonly at: Instant };

/** The long-term store in memory, for tests of what stands on it. */
export class MemorySeries implements SeriesStore {
  /** Versions by revision, by period. */
  readonly #periods = new Map<string, Map<number, StoredReading>>();

  async write(readings: readonly RevisedReading[]): Promise<readonly RefusedReading[]> {
    const { good, refused } = sortOut(readings, numberProblem);
    for (const reading of good) {
      const versions = this.#periods.get(keyOf(reading)) ?? new Map<number, StoredReading>();
      const { previous, overtakenBy } = reading;
      for (const neighbour of [previous, overtakenBy]) if (neighbour !== undefined) versions.set(neighbour.revision, neighbour);
      this.#periods.set(keyOf(reading), versions.set(reading.revision, versionOf(reading)));
    }
    return refused;
  }

  async query(query: SeriesQuery): Promise<readonly StoredReading[]> {
    return [...this.#periods.values()]
      .flatMap((versions) => inOrder(versions).slice(-1))
      .filter((r) => r.outlet === query.outlet && r.pollutant === query.pollutant && r.basis === query.basis)
      .filter(({ at }) => query.from <= at && at < query.to)
      .sort((a, b) => a.at - b.at);
  }

  async versions(key: PeriodKey): Promise<readonly StoredReading[]> {
    return inOrder(this.#periods.get(keyOf(key)) ?? new Map());
  }

  async close(): Promise<void> {}
}

function keyOf({ outlet, pollutant, basis, at }: PeriodKey): string {
  return `${outlet}\n${pollutant}\n${basis}\n${at}`;
}

function inOrder(versions: ReadonlyMap<number, StoredReading>): readonly StoredReading[] {
  return [...versions.values()].sort(compareVersions);
}
