import { closeSync, openSync, readSync } from "node:fs";

/** Of the calling thread, whichever opens it: nanoseconds on a core, nanoseconds in the queue for one, slices. */
const OF_THIS_THREAD = "/proc/thread-self/schedstat";
const LONGEST_LINE = 64;

/**
 * How long the calling thread has been on a core (Linux; up to a tick of the system ago). Elsewhere, how long its loop
 * was busy: there a thread that waits for a core counts as working.
 */
export class ThreadWork {
  #file: number | undefined;
  readonly #line = Buffer.alloc(LONGEST_LINE);

  constructor(path: string = OF_THIS_THREAD) {
    this.#file = openIfThere(path);
  }

  workedMs(): number {
    if (this.#file === undefined) return performance.eventLoopUtilization().active;
    const length = readSync(this.#file, this.#line, 0, LONGEST_LINE, 0);
    return Number.parseInt(this.#line.toString("latin1", 0, length), 10) / 1e6;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}
