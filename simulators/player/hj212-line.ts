import { connect, type Socket } from "node:net";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import type { Door } from "../fleet/start-fleet.ts";
import { createBackOff } from "../logger/back-off.ts";
import type { ScriptMessage } from "../scenarios/scenario-script.ts";
import { type Ear, type Line, type LineCounts, type LineTuning, NO_COUNTS } from "./line.ts";

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const ANSWER = /##\d{4}([^\r\n]*)\r\n/g;

/**
 * Opens the line of one HJ 212 device. A 9014 with the QN of a frame answers it, in the header or, as in 2005, in the
 * data area.
 */
export function openHj212Line(door: Door, mn: string, tuning: LineTuning, ear?: Ear): Line {
  return new Hj212Line(door, { mn, ear }, tuning);
}

interface Flying {
  readonly message: ScriptMessage;
  missing: string[];
  tries: number;
  timer: NodeJS.Timeout;
}

class Hj212Line implements Line {
  readonly #door: Door;
  readonly #tuning: LineTuning;
  readonly #backOff;
  readonly #ear: Ear | undefined;
  #queue: { readonly message: ScriptMessage; readonly tries: number }[] = [];
  readonly #flying: Flying[] = [];
  readonly #idle = new Set<() => void>();
  #counts: { -readonly [K in keyof LineCounts]: number } = { ...NO_COUNTS };
  #socket: Socket | undefined;
  #isOpen = false;
  #isClosed = false;
  #hasBeenAnswered = false;
  #isGivenUp = false;
  #heard = "";
  #redial: NodeJS.Timeout | undefined;

  constructor(door: Door, { mn, ear }: { readonly mn: string; readonly ear: Ear | undefined }, tuning: LineTuning) {
    this.#door = door;
    this.#ear = ear;
    this.#tuning = tuning;
    this.#backOff = createBackOff(mn, { firstMs: FIRST_RETRY_MS, longestMs: LONGEST_RETRY_MS });
    this.#dial();
  }

  send(message: ScriptMessage): void {
    if (this.#isGivenUp) this.#counts.refused++;
    else this.#queue.push({ message, tries: 0 });
    this.#pump();
  }

  say(frame: Uint8Array): void {
    if (this.#isOpen) this.#socket?.write(frame);
  }

  settled(): Promise<void> {
    if (this.waiting() === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }

  counts(): LineCounts {
    return { ...this.#counts };
  }

  waiting(): number {
    return this.#queue.length + this.#flying.length;
  }

  hasBeenAnswered(): boolean {
    return this.#hasBeenAnswered;
  }

  giveUp(): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#isClosed = true;
    clearTimeout(this.#redial);
    for (const { timer } of this.#flying) clearTimeout(timer);
    this.#counts.refused += this.#flying.splice(0).length + this.#queue.splice(0).length;
    this.#socket?.destroy();
    this.#pump();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#redial);
    for (const { timer } of this.#flying) clearTimeout(timer);
    const socket = this.#socket;
    if (socket === undefined || socket.closed) return;
    const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    // What was written last may have no answer: it must still leave before the line does.
    socket.destroySoon();
    await gone;
  }

  #dial(): void {
    const socket = connect({ ...this.#door, noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => {
      this.#isOpen = true;
      this.#hasBeenAnswered = true;
      this.#heard = "";
      this.#pump();
    });
    socket.on("data", (chunk) => this.#hear(chunk.toString("latin1")));
    socket.on("error", () => {
      // The close that follows says all there is to know.
    });
    socket.on("close", () => this.#hangUp());
  }

  #pump(): void {
    while (this.#isOpen && this.#flying.length < this.#tuning.window) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#launch(next.message, next.tries);
    }
    if (this.waiting() > 0) return;
    for (const tell of this.#idle) tell();
    this.#idle.clear();
  }

  #launch(message: ScriptMessage, tries: number): void {
    this.#counts[tries === 0 ? "sent" : "resent"]++;
    for (const bytes of message.writes) this.#socket?.write(bytes);
    if (message.answers.length === 0) {
      this.#counts.unanswerable++;
      return;
    }
    const flying: Flying = {
      message,
      missing: [...message.answers],
      tries,
      timer: this.#startTimer(() => this.#onSilence(flying)),
    };
    this.#flying.push(flying);
  }

  #startTimer(then: () => void): NodeJS.Timeout {
    return setTimeout(then, this.#tuning.answerTimeoutMs);
  }

  #onSilence(flying: Flying): void {
    if (flying.tries >= this.#tuning.resends) {
      this.#counts.refused++;
      this.#land(flying);
      return;
    }
    flying.tries++;
    this.#counts.resent++;
    flying.timer = this.#startTimer(() => this.#onSilence(flying));
    for (const bytes of flying.message.writes) this.#socket?.write(bytes);
  }

  #hear(text: string): void {
    this.#heard += text;
    let end = 0;
    for (const match of this.#heard.matchAll(ANSWER)) {
      end = match.index + match[0].length;
      const frame = match[1] ?? "";
      if (frame.includes("CN=9014")) this.#acknowledge(/QN=([^;&]*)/.exec(frame)?.[1] ?? "");
      else this.#listen(match[0]);
    }
    this.#heard = this.#heard.slice(end);
    this.#pump();
  }

  #listen(frame: string): void {
    const message = this.#ear && decodeFrame(Buffer.from(frame, "latin1"));
    if (message?.ok) this.#ear?.(message.value);
  }

  #acknowledge(qn: string): void {
    const flying = this.#flying.find((f) => f.missing.includes(qn));
    if (flying === undefined) return;
    flying.missing.splice(flying.missing.indexOf(qn), 1);
    this.#backOff.reset();
    if (flying.missing.length > 0) return;
    this.#counts.acknowledged++;
    this.#land(flying);
  }

  #land(flying: Flying): void {
    clearTimeout(flying.timer);
    this.#flying.splice(this.#flying.indexOf(flying), 1);
    this.#pump();
  }

  /** Everything unanswered goes out again on the next connection, unless it has had its tries. */
  #hangUp(): void {
    this.#isOpen = false;
    for (const { timer } of this.#flying) clearTimeout(timer);
    const left = this.#flying.splice(0);
    const again = left.filter((f) => f.tries < this.#tuning.resends);
    this.#counts.refused += left.length - again.length;
    this.#queue = [...again.map(({ message, tries }) => ({ message, tries: tries + 1 })), ...this.#queue];
    if (this.#isClosed) return;
    this.#redial = setTimeout(() => this.#dial(), this.#backOff.next());
    this.#pump();
  }
}
