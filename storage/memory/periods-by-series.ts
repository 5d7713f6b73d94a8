import type { PeriodKey } from "../../core/judging/period.ts";
import type { Series } from "../../core/records/gathered.ts";
import type { PeriodSpan } from "../../core/records/records.ts";
import { type Instant, instant } from "../../core/time.ts";

/** One thing per period, found by its series first: a replay of a journal asks for spans at every reading. */
export class PeriodsBySeries<T extends PeriodKey> {
  readonly #bySeries = new Map<string, Map<number, T>>();

  set(item: T): void {
    const key = seriesKey(item);
    const known = this.#bySeries.get(key);
    if (known === undefined) this.#bySeries.set(key, new Map([[item.start, item]]));
    else known.set(item.start, item);
  }

  get(key: PeriodKey): T | undefined {
    return this.#bySeries.get(seriesKey(key))?.get(key.start);
  }

  /** The start of the newest one of a series. */
  newest(series: Series): Instant | null {
    const starts = [...(this.#bySeries.get(seriesKey(series))?.keys() ?? [])];
    return starts.length === 0 ? null : instant(starts.reduce((newest, start) => Math.max(newest, start)));
  }

  /** Those with `from <= start < to`, ordered by start. */
  within(span: PeriodSpan): readonly T[] {
    const known = [...(this.#bySeries.get(seriesKey(span))?.values() ?? [])];
    const found = known.filter((item) => item.start >= span.from && item.start < span.to);
    return found.toSorted((a, b) => a.start - b.start).slice(0, span.limit);
  }
}

function seriesKey({ outlet, pollutant, basis }: Series): string {
  return JSON.stringify([outlet, pollutant, basis]);
}
