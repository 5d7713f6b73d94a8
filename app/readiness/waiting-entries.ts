/** More marks than minutes of waiting that anybody tells apart. */
const MOST_MARKS = 1_000;

/** How far the journal had come when it was looked at. */
interface Mark {
  readonly lastSeq: number;
  readonly atMs: number;
}

export interface WaitingLook {
  /** The newest entry of the journal. */
  readonly lastSeq: number;
  /** The newest entry that every reader has passed. */
  readonly passed: number;
  readonly nowMs: number;
}

/**
 * How long the oldest entry that is not processed has waited, as far as it was seen: by a clock that only goes on,
 * since the times in the entries may be those of a test or a demo.
 */
export class WaitingEntries {
  #marks: Mark[] = [];

  /** @returns the milliseconds that the oldest entry has waited; 0 when none does */
  look({ lastSeq, passed, nowMs }: WaitingLook): number {
    if (lastSeq > (this.#marks.at(-1)?.lastSeq ?? 0)) this.#marks.push({ lastSeq, atMs: nowMs });
    this.#marks = this.#marks.filter((mark) => mark.lastSeq > passed);
    // The first one stays, so that the oldest entry never looks younger than it was seen.
    if (this.#marks.length > MOST_MARKS) this.#marks = this.#marks.filter((_, i) => i % 2 === 0);
    const [oldest] = this.#marks;
    return oldest === undefined ? 0 : nowMs - oldest.atMs;
  }
}
