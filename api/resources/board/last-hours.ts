import { setImmediate as othersGoOn } from "node:timers/promises";
import type { IntakeView } from "../../../core/readings/intake.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import type { RevisedReading } from "../../../core/readings/series.ts";
import { beijingDate, HOUR, type Instant, LAST_INSTANT, plus, startOfBeijingDate, startOfHour } from "../../../core/time.ts";
import { Strand } from "./strand.ts";

/** What is kept of one pollutant of an outlet, by the kind of its values. */
export type LastHour = Readonly<Record<"realtime" | "minute" | "hour", Strand>>;

/** A series as it is asked for. */
export interface Watched {
  readonly outlet: string;
  readonly pollutant: string;
}

/** Beyond so many changes since it was last asked for, reading anew costs less. */
const CHANGES = { most: 200_000, atOnce: 5_000 };
const READS_AT_ONCE = 20;
const KINDS: ReadonlySet<Basis> = new Set(["realtime", "minute", "hour"]);
/** Every point of an hour of 25 values a second. */
const ALL = { most: 90_000, mostRows: 90_000 };

/**
 * The last hour of every series that a board shows. It is read once; from then on only what came since is read, so that
 * a board costs the same however many values an hour has.
 */
export class LastHours {
  readonly #intake: Pick<IntakeView, "cursor" | "changes" | "outline">;
  readonly #changes: typeof CHANGES;
  readonly #hours = new Map<string, LastHour>();
  #upTo = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(intake: Pick<IntakeView, "cursor" | "changes" | "outline">, changes = CHANGES) {
    this.#intake = intake;
    this.#changes = changes;
  }

  /** The hours of these series as of now. Whoever asks meanwhile waits for those before. */
  of(series: readonly Watched[], now: Instant): Promise<(asked: Watched) => LastHour> {
    const mine = this.#turn.then(() => this.#bringUpToDate(series, now));
    this.#turn = mine.catch(() => undefined);
    return mine.then(() => (asked) => {
      const known = this.#hours.get(keyOf(asked));
      if (known === undefined) throw new Error(`the last hour of ${keyOf(asked)} was not asked for`);
      return known;
    });
  }

  async #bringUpToDate(series: readonly Watched[], now: Instant): Promise<void> {
    const upTo = await this.#intake.cursor();
    if (this.#hours.size > 0 && upTo > this.#upTo) await this.#takeChanges(upTo, now);
    this.#upTo = upTo;
    const missing = series.filter((one) => !this.#isKnown(one, now));
    for (const [i, one] of missing.entries()) {
      this.#hours.set(keyOf(one), await this.#read(one, now));
      if (i % READS_AT_ONCE === READS_AT_ONCE - 1) await othersGoOn();
    }
  }

  #isKnown(series: Watched, now: Instant): boolean {
    const hour = this.#hours.get(keyOf(series));
    return hour !== undefined && !Object.values(hour).some((strand) => strand.isOutdated(now));
  }

  async #takeChanges(upTo: number, now: Instant): Promise<void> {
    let from = this.#upTo;
    for (let taken = 0; from < upTo; ) {
      const changes = await this.#intake.changes(from, upTo, this.#changes.atOnce);
      for (const change of changes) this.#take(change, now);
      const last = changes.at(-1)?.seq;
      if (last === undefined || changes.length < this.#changes.atOnce) return;
      from = last;
      taken += changes.length;
      if (taken > this.#changes.most) return this.#hours.clear();
      await othersGoOn();
    }
  }

  #take(change: RevisedReading, now: Instant): void {
    const { basis, overtakenBy } = change;
    const hour = this.#hours.get(keyOf(change));
    if (hour === undefined || overtakenBy !== undefined || !isKept(basis)) return;
    if (!hour[basis].take(change, now)) this.#hours.delete(keyOf(change));
  }

  async #read(series: Watched, now: Instant): Promise<LastHour> {
    const read = async (basis: Basis, from: Instant) =>
      (await this.#intake.outline({ ...series, basis, from, to: LAST_INSTANT }, ALL)).points;
    const hourAgo = plus(now, -HOUR);
    return {
      realtime: new Strand(await read("realtime", hourAgo), now, startOfHour),
      minute: new Strand(await read("minute", hourAgo), now, startOfHour),
      hour: new Strand(await read("hour", startOfDay(now)), now, startOfDay),
    };
  }
}

function isKept(basis: Basis): basis is keyof LastHour {
  return KINDS.has(basis);
}

function keyOf({ outlet, pollutant }: Watched): string {
  return `${outlet}|${pollutant}`;
}

function startOfDay(now: Instant): Instant {
  return startOfBeijingDate(beijingDate(now));
}
