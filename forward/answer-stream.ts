import type { RejectedFrame } from "../ingest/codecs/hj212/examine-frame.ts";
import { createFrameCutter, type FrameCutter } from "../ingest/codecs/hj212/frame-cutter.ts";
import { type PlatformAnswer, readAnswer, readUncheckedAnswer } from "./read-answer.ts";

/** How long the end of a frame may stay away before what is there is decided as it stands, as at our own door. */
export interface AnswerPatience {
  /** A finished frame waits so long for its CR LF; some platforms never send one. */
  readonly tailMs: number;
  readonly restMs: number;
}

/** Called with what came down a line. */
export interface AnswerHooks {
  onAnswer(answer: PlatformAnswer): void;
  /** Something that began like a frame and is none. */
  onBadFrame(what: "unchecked" | "bad-frame"): void;
}

/** Makes answers of the bytes that come down one connection. */
export interface AnswerStream {
  push(chunk: Uint8Array): void;
  /** The connection is over. */
  close(): void;
}

/** @param isChecked false for a platform whose answers have no CRC, or one that means nothing */
export function createAnswerStream(isChecked: boolean, patience: AnswerPatience, hooks: AnswerHooks): AnswerStream {
  return isChecked ? new CheckedAnswers(patience, hooks) : new UncheckedAnswers(hooks);
}

class CheckedAnswers implements AnswerStream {
  readonly #cutter: FrameCutter = createFrameCutter();
  readonly #patience: AnswerPatience;
  readonly #hooks: AnswerHooks;
  #timer: NodeJS.Timeout | undefined;

  constructor(patience: AnswerPatience, hooks: AnswerHooks) {
    this.#patience = patience;
    this.#hooks = hooks;
  }

  push(chunk: Uint8Array): void {
    clearTimeout(this.#timer);
    this.#cutter.push(chunk);
    for (let found = this.#cutter.next(); found !== undefined; found = this.#cutter.next()) this.#take(found);
    const waitingFor = this.#cutter.waitingFor();
    if (waitingFor === "nothing") return;
    const { tailMs, restMs } = this.#patience;
    this.#timer = setTimeout(() => this.#decideAsItStands(), waitingFor === "tail" ? tailMs : restMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #decideAsItStands(): void {
    for (let found = this.#cutter.last(); found !== undefined; found = this.#cutter.last()) this.#take(found);
  }

  #take(found: ReturnType<FrameCutter["next"]> & object): void {
    if (found.kind === "rejected") {
      this.#hooks.onBadFrame(lacksCrc(found) ? "unchecked" : "bad-frame");
      return;
    }
    const answer = readAnswer(found);
    if (answer !== undefined) this.#hooks.onAnswer(answer);
  }
}

function lacksCrc({ sample }: RejectedFrame): boolean {
  return /CP=&&[^&]*&&\s*(?:##|$)/.test(Buffer.from(sample).toString("latin1"));
}

/** A segment that is closed; an answer has no `&` in its data area. */
const SEGMENT = /(?:QN|ST)=[^#&]*CP=&&[^&]*&&/;
/** No answer is longer; what is older belongs to none. */
const LONGEST = 2_048;

class UncheckedAnswers implements AnswerStream {
  readonly #hooks: AnswerHooks;
  #text = "";

  constructor(hooks: AnswerHooks) {
    this.#hooks = hooks;
  }

  push(chunk: Uint8Array): void {
    this.#text += Buffer.from(chunk).toString("latin1");
    for (let found = SEGMENT.exec(this.#text); found !== null; found = SEGMENT.exec(this.#text)) {
      this.#text = this.#text.slice(found.index + found[0].length);
      const answer = readUncheckedAnswer(Buffer.from(found[0], "latin1"));
      if (answer !== undefined) this.#hooks.onAnswer(answer);
    }
    this.#text = this.#text.slice(-LONGEST);
  }

  close(): void {
    this.#text = "";
  }
}
