import type { Place } from "../../core/journal/place.ts";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";

/** What one transaction of the working store wrote. */
export interface WrittenReadings {
  readonly after: Place;
  readonly upTo: Place;
  /** In the order of their entries. */
  readonly readings: readonly StoredReading[];
  /** All of them are the first of their period: none has neighbours. */
  readonly areFirst: boolean;
}

/** Of a reader that is further behind the rows are read back. */
const KEPT_READINGS = 20_000;
const KEPT_BYTES = 16 * 1024 * 1024;
/** What a reading takes in memory, about, beside what its source says in words. */
const READING_BYTES = 300;

/**
 * What the working store wrote lately, so that a reader in the same thread that keeps up with it reads no rows back.
 * Serves what needs no second look: versions that are the first of their period.
 */
export class RecentChanges {
  #batches: WeighedBatch[] = [];
  #count = 0;
  #bytes = 0;

  /** Takes what a transaction wrote, after it was committed. */
  add(batch: WrittenReadings): void {
    if (this.#batches.at(-1)?.upTo !== batch.after) this.clear();
    const bytes = batch.readings.reduce((sum, reading) => sum + weightOf(reading), 0);
    this.#batches.push({ ...batch, bytes });
    this.#count += batch.readings.length;
    this.#bytes += bytes;
    while (this.#count > KEPT_READINGS || this.#bytes > KEPT_BYTES) this.#dropFirst();
  }

  clear(): void {
    this.#batches = [];
    this.#count = 0;
    this.#bytes = 0;
  }

  /** The view for the one reader that passes here: what it has passed is dropped. */
  over(view: Pick<IntakeView, "cursor" | "changes">): Pick<IntakeView, "cursor" | "changes"> {
    return {
      cursor: () => view.cursor(),
      changes: async (after, upTo, limit) => this.#changes(after, { upTo, limit }) ?? view.changes(after, upTo, limit),
    };
  }

  /** `undefined` when the span is not all here, or has versions with neighbours. */
  #changes(
    after: Place,
    { upTo, limit }: { readonly upTo: Place; readonly limit: number },
  ): readonly RevisedReading[] | undefined {
    while (this.#batches[0] !== undefined && this.#batches[0].upTo <= after) this.#dropFirst();
    const [first] = this.#batches;
    const last = this.#batches.at(-1);
    if (first === undefined || last === undefined || first.after > after || last.upTo < upTo) return undefined;
    const span = this.#batches.filter((batch) => batch.after < upTo);
    if (!span.every(({ areFirst }) => areFirst)) return undefined;
    const readings = span.flatMap((batch) => batch.readings).filter(({ seq }) => seq > after && seq <= upTo);
    let end = limit;
    while (readings[end]?.seq === readings[end - 1]?.seq && end < readings.length) end += 1;
    return readings.slice(0, end);
  }

  #dropFirst(): void {
    const first = this.#batches.shift();
    this.#count -= first?.readings.length ?? 0;
    this.#bytes -= first?.bytes ?? 0;
  }
}

interface WeighedBatch extends WrittenReadings {
  readonly bytes: number;
}

function weightOf({ flag, vendorFlag = "", digests = [] }: StoredReading): number {
  return READING_BYTES + 2 * (flag.length + vendorFlag.length) + 8 * digests.length;
}
