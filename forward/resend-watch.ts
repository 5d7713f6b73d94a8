import type { HeardInstead, LineError } from "../core/field/upstream-state.ts";
import type { Instant } from "../core/time.ts";
import type { FrameDraft } from "./frame-draft.ts";

/** So many answered frames are remembered. */
const REMEMBERED = 20;
/** So many of them were sent again: one lost packet is no trouble yet. */
const TROUBLE_FROM = 3;

/** Notes which frames needed resends, so that a line that gets through in the end does not pass for a good one. */
export class ResendWatch {
  /** Of the last answered frames, whether each was sent again. */
  #answered: boolean[] = [];
  /** Frames that were sent again and wait still. */
  readonly #waiting = new Set<string>();
  /** The newest frames that were answered: an answer may come once more, to the resend. */
  #known: string[] = [];
  #heard: HeardInstead = "nothing";
  #last: { readonly at: Instant; readonly cn: string; readonly mn: string; readonly heard: HeardInstead } | undefined;

  /** Something came where an answer was waited for. */
  heard(what: HeardInstead): void {
    this.#heard = what;
  }

  /** An answer came to a frame that does not wait for one. */
  heardOf(qn: string): void {
    if (!this.#known.includes(qn)) this.#heard = "other-qn";
  }

  resent(qn: string, { cn, mn }: Pick<FrameDraft, "cn" | "mn">, at: Instant): void {
    this.#waiting.add(qn);
    this.#last = { at, cn, mn, heard: this.#heard };
  }

  answered(qn: string): void {
    this.#answered = [...this.#answered, this.#waiting.delete(qn)].slice(-REMEMBERED);
    this.#known = [...this.#known, qn].slice(-REMEMBERED);
    this.#heard = "nothing";
  }

  /** Nobody waits for an answer any more: the line is dialled anew, or the device is held. */
  forget(qn: string): void {
    this.#waiting.delete(qn);
  }

  trouble(): LineError | null {
    const waiting = this.#waiting.size;
    const slow = this.#answered.filter(Boolean).length;
    if (this.#last === undefined || (waiting === 0 && slow < TROUBLE_FROM)) return null;
    const { at, cn, mn, heard } = this.#last;
    const facts = { cn, mn, resent: slow + waiting, of: this.#answered.length + waiting, heard };
    return { at, code: "resending", detail: { code: "frames-resent", facts } };
  }
}
