import type { LineError } from "../core/field/upstream-state.ts";
import type { RevisedReading } from "../core/readings/series.ts";
import { HOUR, type Instant } from "../core/time.ts";

/** How often a value that was said before, and is said again after another one, is passed on for one period. */
const MOST_ROUNDS = 3;
/** Of so many periods the rounds are counted; beyond that no value that was said before is passed on again. */
const MOST_PERIODS = 50_000;

interface LastRound {
  readonly at: Instant;
  readonly mn: string;
  readonly pollutant: string;
}

/**
 * Brings what goes in a circle to rest: two installations that pass on to each other hear every correction, and what it
 * corrected, again from the other one, later than it was said, so that each is a correction of the other for ever. A
 * value that comes back for its period after another is passed on a few times, as a device may mean it, and then no
 * more. What is said for the first time is never left out.
 */
export class CircleWatch {
  /** Rounds of each content of each period, with the entry that was counted last. */
  readonly #rounds = new Map<string, { count: number; seq: number }>();
  #last: LastRound | undefined;

  /** True when the version is not to be passed on any more. Asked again for the same entry, it answers the same. */
  isRound(reading: RevisedReading, now: Instant): boolean {
    const { outlet, pollutant, basis, at, revision, seq, mn, previous } = reading;
    if (previous === undefined || previous.revision < revision) return false;
    const key = `${outlet}\n${pollutant}\n${basis}\n${at}\n${revision}`;
    const known = this.#rounds.get(key) ?? this.#begin(key);
    if (known !== undefined && seq > known.seq) {
      known.count += 1;
      known.seq = seq;
    }
    if (known !== undefined && known.count <= MOST_ROUNDS) return false;
    this.#last = { at: now, mn, pollutant };
    return true;
  }

  /** That values go in a circle, for an hour after the last one that was left out; else `null`. */
  trouble(now: Instant): LineError | null {
    if (this.#last === undefined || now - this.#last.at > HOUR) return null;
    const { at, mn, pollutant } = this.#last;
    return { at, code: "circling", detail: { code: "comes-round", facts: { mn, pollutant, times: MOST_ROUNDS } } };
  }

  #begin(key: string): { count: number; seq: number } | undefined {
    if (this.#rounds.size >= MOST_PERIODS) return undefined;
    const begun = { count: 0, seq: 0 };
    this.#rounds.set(key, begun);
    return begun;
  }
}
