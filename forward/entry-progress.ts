import type { Place } from "../core/journal/place.ts";
import type { FrameDraft } from "./frame-draft.ts";

/** Follows which journal entries are delivered whole: the cursor may stand only where everything before has arrived. */
export class EntryProgress {
  readonly #entries: { readonly seq: number; readonly receivedAt: FrameDraft["receivedAt"]; missing: number }[] = [];
  #first = 0;
  #cursor: Place;

  /** @param frames in journal order; @param cursor the entry before the first */
  constructor(frames: readonly FrameDraft[], cursor: Place) {
    this.#cursor = cursor;
    for (const { seq, receivedAt } of frames) {
      const last = this.#entries.at(-1);
      if (last?.seq === seq) last.missing++;
      else this.#entries.push({ seq, receivedAt, missing: 1 });
    }
  }

  /** Notes a frame that has arrived; true when the cursor moved. */
  arrived(seq: number): boolean {
    const entry = this.#entries.find((e) => e.seq === seq);
    if (entry === undefined || entry.missing === 0) throw new Error(`entry ${seq} has nothing on its way`);
    entry.missing--;
    const before = this.#cursor;
    for (let head = this.#entries[this.#first]; head?.missing === 0; head = this.#entries[this.#first]) {
      this.#cursor = head.seq;
      this.#first++;
    }
    return this.#cursor > before;
  }

  /** The newest entry up to which everything has arrived. */
  cursor(): Place {
    return this.#cursor;
  }

  /** When the oldest entry that has not arrived came to us. */
  oldestMissingAt(): FrameDraft["receivedAt"] | null {
    return this.#entries[this.#first]?.receivedAt ?? null;
  }
}
