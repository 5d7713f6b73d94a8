import type { Log } from "../../core/log.ts";
import type { Refused } from "../../core/readings/series.ts";
import { formatIso, type Instant, instant } from "../../core/time.ts";

type Kind = NonNullable<Refused["kind"]>;

/** Between two lines about refusals of one kind. */
const QUIET_MS = 60_000;

interface Sum {
  readings: number;
  oldest: Instant;
  newest: Instant;
  example: Refused;
}

/**
 * Tells of readings that the long-term store refuses: one line for all of a kind that come within a minute, with how
 * many there were, from when to when, and one of them.
 */
export class RefusalSummary {
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #sums = new Map<Kind, Sum>();
  readonly #quietUntil = new Map<Kind, number>();

  constructor(log: Log, nowMs: () => number = () => performance.now()) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  /** Adds the refusals of a batch; tells them when it is time. */
  add(refused: readonly Refused[]): void {
    for (const one of refused) this.#sum(one.kind ?? "content", one);
    for (const kind of [...this.#sums.keys()]) {
      if (this.#nowMs() >= (this.#quietUntil.get(kind) ?? 0)) this.#tell(kind);
    }
  }

  #sum(kind: Kind, refused: Refused): void {
    const { at } = refused.reading;
    const sum = this.#sums.get(kind);
    if (sum === undefined) {
      this.#sums.set(kind, { readings: 1, oldest: at, newest: at, example: refused });
      return;
    }
    sum.readings += 1;
    sum.oldest = instant(Math.min(sum.oldest, at));
    sum.newest = instant(Math.max(sum.newest, at));
  }

  #tell(kind: Kind): void {
    const sum = this.#sums.get(kind);
    if (sum === undefined) return;
    this.#sums.delete(kind);
    this.#quietUntil.set(kind, this.#nowMs() + QUIET_MS);
    const { readings, example } = sum;
    const [oldest, newest] = [formatIso(sum.oldest), formatIso(sum.newest)];
    const { outlet, pollutant } = example.reading;
    this.#log.error(
      { kind, readings, oldest, newest, example: { outlet, pollutant }, reason: example.reason },
      "the long-term store refuses readings; they stay in the working store and are not sent again",
    );
  }
}
