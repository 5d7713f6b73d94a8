import type { PeriodBasis, PeriodKey, PeriodState } from "../core/judging/period.ts";
import type { Gathered, Series } from "../core/records/gathered.ts";
import type { PeriodSpan, PeriodVerdict } from "../core/records/records.ts";
import { HOUR, type Instant, plus } from "../core/time.ts";
import type { Looked } from "./place-plans.ts";

/** What is known of one period. */
interface Remembered {
  /** `null` when the store has nothing of it, `undefined` when nobody asked. */
  state: PeriodState | null | undefined;
  /** True when `state` waits for the commit. */
  isChanged: boolean;
  /** What waits for the commit. */
  verdict: PeriodVerdict | undefined;
}

/** What is known of the periods of one series. */
interface RememberedSeries {
  /** Start of the newest period, when somebody asked or it was put. */
  newest: number;
  /** Of what begins after it everything is remembered; `undefined` when nobody asked. */
  since: number | undefined;
  /** By their hour since 1970, a small whole number. */
  readonly periods: Map<number, Remembered>;
  /** The same series in the older generation. */
  older: RememberedSeries | undefined;
}

/** What the store is asked. */
export interface MissingPeriods {
  readonly newest: readonly PeriodKey[];
  readonly periods: readonly PeriodKey[];
}

type SeriesOfOutlet = Readonly<Record<PeriodBasis, Map<string, RememberedSeries>>>;
type Generation = Map<string, SeriesOfOutlet>;

/** How many periods stay at least, and of each series if there are many. */
export interface MemoryBounds {
  readonly least: number;
  readonly perSeries: number;
}

/**
 * The periods that were used last, found by outlet, pollutant, kind and start without a text being made of them. What
 * is put stays until `take`; beyond that at least the last `least` periods that were used, or `perSeries` times as many
 * as there are series, if that is more, at most twice as many, and what one run uses.
 */
export class PeriodMemory {
  readonly #bounds: MemoryBounds;
  #young: Generation = new Map();
  #old: Generation = new Map();
  /** How many periods and series the young generation has. */
  #count = 0;
  #seriesCount = 0;
  #changed: Remembered[] = [];
  #coloured: Remembered[] = [];

  constructor(bounds: MemoryBounds) {
    this.#bounds = bounds;
  }

  /** How many states wait for the commit. */
  get changed(): number {
    return this.#changed.length;
  }

  /** What is known of a period; `null` when nothing is, `undefined` when it was not loaded. */
  peek(key: PeriodKey): PeriodState | null | undefined {
    return this.#peekIn(this.#seriesOf(key), key.start);
  }

  /**
   * What is known of the periods that are looked at for one, in their order, `null` of which nothing is; `undefined`
   * when one of them was not loaded. Found with one look-up for those of one series that stand side by side.
   */
  peekAround({ outlet, start }: PeriodKey, looked: readonly Looked[]): readonly (PeriodState | null)[] | undefined {
    const found: (PeriodState | null)[] = [];
    let last: Looked | undefined;
    let series: RememberedSeries | undefined;
    for (const one of looked) {
      if (series === undefined || last?.pollutant !== one.pollutant || last.basis !== one.basis) {
        series = this.#seriesOf({ outlet, pollutant: one.pollutant, basis: one.basis });
        last = one;
      }
      const state = this.#peekIn(series, plus(start, one.offset));
      if (state === undefined) return undefined;
      found.push(state);
    }
    return found;
  }

  #peekIn(series: RememberedSeries, start: Instant): PeriodState | null | undefined {
    const state = this.#find(series, start)?.state;
    return state === undefined && isAllRemembered(series, start) ? null : state;
  }

  /**
   * What is to be asked so that all of these are known: each once, with the newest of series of which nobody knows it.
   */
  missing(keys: readonly PeriodKey[]): MissingPeriods {
    const newest: PeriodKey[] = [];
    const periods: PeriodKey[] = [];
    const asked = new Map<RememberedSeries, Set<number>>();
    for (const key of keys) {
      const series = this.#seriesOf(key);
      if (this.#peekIn(series, key.start) !== undefined) continue;
      let hours = asked.get(series);
      if (hours === undefined) {
        hours = new Set();
        asked.set(series, hours);
        if (series.since === undefined) newest.push(key);
      }
      if (hours.has(hourOf(key.start))) continue;
      hours.add(hourOf(key.start));
      periods.push(key);
    }
    return { newest, periods };
  }

  /** Keeps what the store answered. */
  remember({ newest, periods }: MissingPeriods, found: Pick<Gathered, "newest" | "periods">): void {
    for (const [i, key] of newest.entries()) {
      const series = this.#seriesOf(key);
      // What this run has put may be newer than what is stored.
      series.newest = Math.max(found.newest[i] ?? Number.NEGATIVE_INFINITY, series.newest);
      series.since = series.newest;
    }
    for (const state of found.periods) this.#at(state).state = state;
    for (const key of periods) if (this.peek(key) === undefined) this.#at(key).state = null;
  }

  put(state: PeriodState): void {
    const series = this.#seriesOf(state);
    const period = this.#in(series, state.start);
    period.state = state;
    if (!period.isChanged) this.#changed.push(period);
    period.isChanged = true;
    if (state.start > series.newest) series.newest = state.start;
  }

  putVerdict(verdict: PeriodVerdict): void {
    const period = this.#at(verdict);
    if (period.verdict === undefined) this.#coloured.push(period);
    period.verdict = verdict;
  }

  /** What was put of a span, in any order. */
  changedWithin({ outlet, pollutant, basis, from, to }: PeriodSpan): readonly PeriodState[] {
    return this.#changed
      .map(({ state }) => state as PeriodState)
      .filter((p) => p.outlet === outlet && p.pollutant === pollutant && p.basis === basis && p.start >= from && p.start < to);
  }

  /** What was put since the last call, each period once; the verdicts in the order of the periods. */
  take(): { readonly periods: readonly PeriodState[]; readonly verdicts: readonly PeriodVerdict[] } {
    const periods: PeriodState[] = [];
    const verdicts: PeriodVerdict[] = [];
    for (const period of this.#changed) {
      periods.push(period.state as PeriodState);
      if (period.verdict !== undefined) verdicts.push(period.verdict);
      period.isChanged = false;
      period.verdict = undefined;
    }
    for (const period of this.#coloured) {
      if (period.verdict !== undefined) verdicts.push(period.verdict);
      period.verdict = undefined;
    }
    this.#changed = [];
    this.#coloured = [];
    if (this.#count >= Math.max(this.#bounds.least, this.#seriesCount * this.#bounds.perSeries)) this.#grow();
    return { periods, verdicts };
  }

  /** What was used since the last time is the older generation from now on. */
  #grow(): void {
    for (const bases of this.#young.values()) {
      for (const all of Object.values(bases)) for (const series of all.values()) series.older = undefined;
    }
    this.#old = this.#young;
    this.#young = new Map();
    this.#count = 0;
    this.#seriesCount = 0;
  }

  #seriesOf({ outlet, pollutant, basis }: Series): RememberedSeries {
    const known = this.#young.get(outlet)?.[basis].get(pollutant);
    if (known !== undefined) return known;
    let all = this.#young.get(outlet);
    if (all === undefined) {
      all = { hour: new Map(), day: new Map(), "half-month": new Map() };
      this.#young.set(outlet, all);
    }
    const older = this.#old.get(outlet)?.[basis].get(pollutant);
    const newest = older?.newest ?? Number.NEGATIVE_INFINITY;
    // What is not used again is forgotten with the older generation.
    const series = { newest, since: older?.since === undefined ? undefined : newest, periods: new Map(), older };
    all[basis].set(pollutant, series);
    this.#seriesCount++;
    return series;
  }

  /** The period where it is remembered; from now on as one that was used last. */
  #find(series: RememberedSeries, start: Instant): Remembered | undefined {
    const known = series.periods.get(hourOf(start));
    if (known !== undefined || series.older === undefined) return known;
    const older = series.older.periods.get(hourOf(start));
    if (older !== undefined) this.#remember(series, start, older);
    return older;
  }

  #at(key: PeriodKey): Remembered {
    return this.#in(this.#seriesOf(key), key.start);
  }

  #in(series: RememberedSeries, start: Instant): Remembered {
    const known = this.#find(series, start);
    if (known !== undefined) return known;
    const period: Remembered = { state: undefined, isChanged: false, verdict: undefined };
    this.#remember(series, start, period);
    return period;
  }

  #remember(series: RememberedSeries, start: Instant, period: Remembered): void {
    series.periods.set(hourOf(start), period);
    this.#count++;
  }
}

function isAllRemembered({ since }: RememberedSeries, start: Instant): boolean {
  return since !== undefined && start > since;
}

/** The hour since 1970. Division makes a fraction in memory, and a map finds those slower than whole numbers. */
function hourOf(start: number): number {
  return (start / HOUR) | 0;
}
