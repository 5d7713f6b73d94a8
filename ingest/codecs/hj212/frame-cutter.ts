import type { Sm4KeysOf } from "./encrypted-segment.ts";
import { type CutFrame, type EndSearch, examineFrame, type RejectedFrame } from "./examine-frame.ts";

const HASH = 35;
const JUNK_SAMPLE_BYTES = 64;

/** Cuts HJ 212 frames out of a byte stream, however it is segmented. One per connection; see `createFrameCutter`. */
export interface FrameCutter {
  /** Takes the next bytes of the stream. The cutter keeps them: the caller must not write to them again. */
  push(chunk: Uint8Array): void;
  /** The next frame, or the next bytes that are no frame; `undefined` when more bytes are needed. */
  next(): CutFrame | RejectedFrame | undefined;
  /** As `next`, but no more bytes will come for a while: what is there is decided as it stands. */
  last(): CutFrame | RejectedFrame | undefined;
  /** What an unfinished frame waits for: nothing begun, the rest of the frame, or only its CR LF. */
  waitingFor(): "nothing" | "rest" | "tail";
  /** Bytes outside any accepted frame so far, without the blanks between frames. */
  junkBytes(): number;
  /** The first of them, for diagnosis. */
  junkSample(): Uint8Array;
}

/**
 * Creates a cutter. What it keeps between two calls is at most one unfinished frame (10 KiB): junk is dropped at once,
 * and a frame that cannot end within the longest length is rejected. Every byte is copied and searched a bounded number
 * of times, also when bytes come one by one.
 * @param options.keysOf keys of the devices that encrypt; their frames come out in clear. Without it they are
 * refused as `wrong-crc`
 */
export function createFrameCutter(options: { readonly keysOf?: Sm4KeysOf } = {}): FrameCutter {
  return new StreamCutter(options.keysOf);
}

class StreamCutter implements FrameCutter {
  #buffer: Uint8Array = new Uint8Array(0);
  /** True when `buffer` is ours to append to. Bytes that were handed out in a frame are never written again. */
  #isOwned = false;
  #start = 0;
  #end = 0;
  /** Stream position of `buffer[0]`. */
  #base = 0;
  #search: EndSearch = { searched: 0, failed: false };
  #waiting: "nothing" | "rest" | "tail" = "nothing";
  #junk = 0;
  readonly #junkHead: number[] = [];
  readonly #keysOf: Sm4KeysOf | undefined;

  constructor(keysOf: Sm4KeysOf | undefined) {
    this.#keysOf = keysOf;
  }

  push(chunk: Uint8Array): void {
    const unread = this.#end - this.#start;
    if (unread === 0) {
      this.#base += this.#end;
      this.#buffer = chunk;
      this.#isOwned = false;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    if (!this.#isOwned || this.#end + chunk.length > this.#buffer.length) this.#grow(unread + chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  next(): CutFrame | RejectedFrame | undefined {
    return this.#take(false);
  }

  last(): CutFrame | RejectedFrame | undefined {
    return this.#take(true);
  }

  waitingFor(): "nothing" | "rest" | "tail" {
    return this.#waiting;
  }

  junkBytes(): number {
    return this.#junk;
  }

  junkSample(): Uint8Array {
    return Uint8Array.from(this.#junkHead);
  }

  #take(isLast: boolean): CutFrame | RejectedFrame | undefined {
    this.#skipToHead(isLast);
    this.#waiting = "nothing";
    if (this.#end === this.#start) return undefined;
    const start = this.#start;
    const found = examineFrame({
      bytes: this.#buffer,
      start,
      end: this.#end,
      isLast,
      search: this.#search,
      keysOf: this.#keysOf,
    });
    if (typeof found === "string") {
      this.#waiting = found;
      return undefined;
    }
    const offset = this.#base + start;
    this.#search = { searched: 0, failed: false };
    if (found.kind === "rejected") {
      // The search goes on two bytes later: a good frame may stand within what the rejected head claimed.
      this.#dropJunk(2);
      return { ...found, offset };
    }
    this.#start += found.bytes.length;
    return { kind: "frame", offset, bytes: found.bytes, segment: found.segment, crc: found.crc, quirks: found.quirks };
  }

  /**
   * Moves `start` to the next `##` (or to a `#` that may become one). Megabytes of junk pass here, so it is one plain
   * loop.
   */
  #skipToHead(isLast: boolean): void {
    const buffer = this.#buffer;
    const end = this.#end;
    const junkHead = this.#junkHead;
    let junk = 0;
    let at = this.#start;
    for (; at < end; at++) {
      const c = buffer[at] as number;
      if (c === HASH && this.#mayBeHead(at, isLast)) break;
      if (c === 13 || c === 10 || c === 32 || c === 0) continue;
      junk++;
      if (junkHead.length < JUNK_SAMPLE_BYTES) junkHead.push(c);
    }
    this.#start = at;
    this.#junk += junk;
  }

  #mayBeHead(at: number, isLast: boolean): boolean {
    if (at + 1 === this.#end) return !isLast;
    return this.#isHash(at + 1) && !this.#isHash(at + 2);
  }

  #isHash(at: number): boolean {
    return at < this.#end && this.#buffer[at] === HASH;
  }

  #dropJunk(bytes: number): void {
    for (let i = 0; i < bytes; i++) {
      if (this.#junkHead.length < JUNK_SAMPLE_BYTES) this.#junkHead.push(this.#buffer[this.#start + i] as number);
    }
    this.#start += bytes;
    this.#junk += bytes;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(1_024, needed * 2));
    larger.set(this.#buffer.subarray(this.#start, this.#end));
    this.#base += this.#start;
    this.#buffer = larger;
    this.#isOwned = true;
    this.#end -= this.#start;
    this.#start = 0;
  }
}
