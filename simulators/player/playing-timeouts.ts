/** Why a play ended before its time: no connection was ever answered, or nothing was acknowledged any more. */
export type GivenUp = "nobody-answers" | "nothing-acknowledged";

/** How the lines of a play stand. */
export interface PlayState {
  /** Messages that wait or are on their way. */
  readonly waiting: number;
  /** Whether any line was ever answered at its door. */
  readonly isAnswered: boolean;
  readonly acknowledged: number;
}

/**
 * Bounds the wait of a whole play, whatever its lines hope for. Time counts only while something waits: between two
 * messages of a play in real time nobody owes an answer.
 */
export class PlayingTimeouts {
  readonly #firstAnswerMs: number;
  readonly #quietMs: number;
  #since: number | undefined;
  #acknowledged = 0;

  constructor({ firstAnswerMs, quietMs }: { readonly firstAnswerMs: number; readonly quietMs: number }) {
    this.#firstAnswerMs = firstAnswerMs;
    this.#quietMs = quietMs;
  }

  /** Looks at the lines at the time `nowMs`; `null` as long as waiting makes sense. */
  look(nowMs: number, { waiting, isAnswered, acknowledged }: PlayState): GivenUp | null {
    if (waiting === 0) this.#since = undefined;
    else if (this.#since === undefined || acknowledged !== this.#acknowledged) this.#since = nowMs;
    this.#acknowledged = acknowledged;
    const waitedMs = nowMs - (this.#since ?? nowMs);
    if (!isAnswered) return waitedMs >= this.#firstAnswerMs ? "nobody-answers" : null;
    return waitedMs >= this.#quietMs ? "nothing-acknowledged" : null;
  }
}
