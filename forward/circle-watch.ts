import type { LineError } from "../core/field/upstream-state.ts";
import type { RevisedReading } from "../core/readings/series.ts";
import { HOUR, type Instant } from "../core/time.ts";

/** How often one value of a period that had another one, too, is passed on. */
const MOST_PASSES = 4;
/** Of so many such values it is counted; of others, what is said again after a newer one is not passed on. */
const MOST_COUNTED = 50_000;

interface LastRound {
  readonly at: Instant;
  readonly mn: string;
  readonly pollutant: string;
}

/**
 * Brings what goes in a circle to rest: two installations that pass on to each other hear every correction, and what it
 * corrected, again from the other one, later than it was said, so that each is a correction of the other for ever. A
 * value that comes back for its period is passed on a few times, as a device may mean it, and then no more. What is
 * said for the first time is never left out.
 */
export class CircleWatch {
  /** Passes of each value of a period with several, with the entry that was counted last. */
  readonly #passes = new Map<string, { count: number; seq: number }>();
  #last: LastRound | undefined;

  /** True when the version is not to be passed on any more. Asked again for the same entry, it answers the same. */
  isRound(reading: RevisedReading, now: Instant): boolean {
    const { mn, pollutant, previous, overtakenBy } = reading;
    if (previous === undefined && overtakenBy === undefined) return false;
    if (this.#mayPass(reading)) return false;
    this.#last = { at: now, mn, pollutant };
    return true;
  }

  /** That values go in a circle, for an hour after the last one that was left out; else `null`. */
  trouble(now: Instant): LineError | null {
    if (this.#last === undefined || now - this.#last.at > HOUR) return null;
    const { at, mn, pollutant } = this.#last;
    return { at, code: "circling", detail: { code: "comes-round", facts: { mn, pollutant, times: MOST_PASSES } } };
  }

  /** What was raised and what overtook it may be read together: then nothing but the count tells them from new ones. */
  #mayPass({ outlet, pollutant, basis, at, revision, seq, previous }: RevisedReading): boolean {
    const key = `${outlet}\n${pollutant}\n${basis}\n${at}\n${revision}`;
    const known = this.#passes.get(key) ?? this.#begin(key);
    if (known === undefined) return previous === undefined || previous.revision < revision;
    if (seq > known.seq) {
      known.count += 1;
      known.seq = seq;
    }
    return known.count <= MOST_PASSES;
  }

  #begin(key: string): { count: number; seq: number } | undefined {
    if (this.#passes.size >= MOST_COUNTED) return undefined;
    const begun = { count: 0, seq: 0 };
    this.#passes.set(key, begun);
    return begun;
  }
}
