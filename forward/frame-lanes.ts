import type { FrameDraft } from "./frame-draft.ts";

/**
 * Frames that are to be delivered, with one lane for each MN: the next frame of a device leaves only when the one
 * before is answered, so a resend can never come behind something newer, and the corrections of a value arrive in their
 * order. Devices do not wait for each other.
 */
export class FrameLanes {
  readonly #lanes = new Map<string, Lane>();
  #left: number;

  constructor(frames: readonly FrameDraft[]) {
    this.#left = frames.length;
    for (const frame of frames) {
      const lane = this.#lanes.get(frame.mn);
      if (lane === undefined) this.#lanes.set(frame.mn, { frames: [frame], next: 0, isBusy: false });
      else lane.frames.push(frame);
    }
  }

  /** The next frame of a device that has none on its way; it is on its way now. */
  take(): FrameDraft | undefined {
    for (const [mn, lane] of this.#lanes) {
      const frame = lane.frames[lane.next];
      if (frame === undefined || lane.isBusy) continue;
      lane.isBusy = true;
      // To the end of the round, so that a device with much to say does not always come first.
      this.#lanes.delete(mn);
      this.#lanes.set(mn, lane);
      return frame;
    }
    return undefined;
  }

  /** The frame that is on its way for this MN has arrived. */
  arrived(mn: string): void {
    const lane = this.#lanes.get(mn);
    if (lane === undefined || !lane.isBusy) throw new Error(`no frame of ${mn} is on its way`);
    lane.isBusy = false;
    lane.next++;
    this.#left--;
    if (lane.next === lane.frames.length) this.#lanes.delete(mn);
  }

  /** Gives up what has not arrived of a device. */
  drop(mn: string): void {
    this.#left -= this.leftOf(mn).length;
    this.#lanes.delete(mn);
  }

  /** Frames of a device that have not arrived, in their order. */
  leftOf(mn: string): readonly FrameDraft[] {
    const lane = this.#lanes.get(mn);
    return lane?.frames.slice(lane.next) ?? [];
  }

  /** The line broke: what was on its way must go again, before anything else of its device. */
  putBack(): void {
    for (const lane of this.#lanes.values()) lane.isBusy = false;
  }

  /** Frames that have not arrived. */
  left(): number {
    return this.#left;
  }
}

interface Lane {
  readonly frames: FrameDraft[];
  next: number;
  isBusy: boolean;
}
