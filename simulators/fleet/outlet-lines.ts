import { connect, type Socket } from "node:net";
import type { Door } from "./start-fleet.ts";

/** How one connection of a large fleet speaks. Kept small: ten thousand of them live in one process. */
export interface OutletDialect {
  /** What is sent first; empty when the protocol has no greeting. */
  readonly greeting: Uint8Array;
  /** The message with its key; a repeat may look different. */
  encode(key: number, isRepeat: boolean): Uint8Array;
  /**
   * Reads what came: the keys that are answered, whether the greeting was accepted or refused, and the bytes that are
   * not complete yet.
   */
  hear(bytes: Buffer): { readonly answered: readonly number[]; readonly greeted?: boolean; readonly rest: Buffer };
}

/** What became of the messages of all outlets, each counted once except `resent`. */
export interface OutletCounts {
  sent: number;
  acknowledged: number;
  resent: number;
  /** Connections that could not be opened, were not let in, or broke. */
  refused: number;
  connected: number;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** A connection that has left a message unanswered for so long is given up and made anew. */
const LINE_TIMEOUT_MS = 40_000;
const RETRY_MS = 2_000;
const EMPTY = Buffer.alloc(0);

/**
 * The connection of one outlet: delivers each message until it is answered. It has no timer of its own; `sweep` is
 * called once a second.
 */
export class OutletLine {
  readonly #door: Door;
  readonly #dialect: OutletDialect;
  readonly #counts: OutletCounts;
  readonly #waiting = new Map<number, { firstMs: number; lastMs: number; isSent: boolean }>();
  #socket: Socket | undefined;
  #isOpen = false;
  #isGreeted = false;
  #rest = EMPTY;
  #retryAtMs = 0;

  constructor(door: Door, dialect: OutletDialect, counts: OutletCounts) {
    this.#door = door;
    this.#dialect = dialect;
    this.#counts = counts;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  open(): void {
    const socket = connect({ ...this.#door, noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => {
      const { greeting } = this.#dialect;
      if (greeting.length > 0) socket.write(greeting);
      else this.#enter();
    });
    socket.on("data", (chunk) => this.#hear(chunk));
    socket.on("error", () => {
      // The close that follows is counted.
    });
    socket.on("close", () => this.#leave());
  }

  /** Sends the message, now or as soon as there is a connection. */
  send(key: number, nowMs: number): void {
    this.#counts.sent++;
    this.#waiting.set(key, { firstMs: nowMs, lastMs: nowMs, isSent: this.#isGreeted });
    if (this.#isGreeted) this.#socket?.write(this.#dialect.encode(key, false));
  }

  sweep(nowMs: number): void {
    if (this.#socket === undefined) {
      if (this.#retryAtMs !== 0 && nowMs >= this.#retryAtMs) this.open();
      return;
    }
    for (const [key, state] of this.#waiting) {
      if (nowMs - state.firstMs > LINE_TIMEOUT_MS) {
        state.firstMs = nowMs;
        this.#socket.destroy();
        return;
      }
      if (this.#isGreeted && nowMs - state.lastMs > ANSWER_TIMEOUT_MS) this.#write(key, state, nowMs);
    }
  }

  /** Lets go at once; what was not answered is lost. */
  close(): void {
    this.#retryAtMs = 0;
    this.#socket?.removeAllListeners("close");
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #write(key: number, state: { lastMs: number; isSent: boolean }, nowMs: number): void {
    if (state.isSent) this.#counts.resent++;
    this.#socket?.write(this.#dialect.encode(key, state.isSent));
    state.isSent = true;
    state.lastMs = nowMs;
  }

  #enter(): void {
    this.#isOpen = true;
    this.#isGreeted = true;
    this.#counts.connected++;
    const nowMs = performance.now();
    for (const [key, state] of this.#waiting) this.#write(key, state, nowMs);
  }

  #hear(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const { answered, greeted, rest } = this.#dialect.hear(bytes);
    // A slice keeps its whole chunk alive: ten thousand leftovers would.
    this.#rest = rest.length === 0 ? EMPTY : Buffer.from(rest);
    if (greeted === true && !this.#isOpen) this.#enter();
    if (greeted === false) this.#socket?.destroy();
    for (const key of answered) if (this.#waiting.delete(key)) this.#counts.acknowledged++;
  }

  #leave(): void {
    if (this.#isOpen) this.#counts.connected--;
    this.#counts.refused++;
    this.#isOpen = false;
    this.#isGreeted = false;
    this.#rest = EMPTY;
    this.#socket = undefined;
    // Spread by what the line has to say, so that they do not all come back at once.
    this.#retryAtMs = performance.now() + RETRY_MS * (1 + ((this.#counts.refused * 0.618) % 1));
  }
}
