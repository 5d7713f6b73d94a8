import type { JournalArchive, JournalCursors } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";

const EVERY_MS = 60_000;

export interface SealerDeps {
  readonly archive: JournalArchive;
  readonly cursors: JournalCursors;
  /** Names of the readers that must have passed an entry before it may be sealed. */
  readonly readers: readonly string[];
  readonly log: Log;
}

/** Moves what every reader has passed into sealed segments. */
export class Sealer {
  readonly #deps: SealerDeps;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: SealerDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.once());
    }, EVERY_MS);
  }

  async once(): Promise<void> {
    const { archive, cursors, readers, log } = this.#deps;
    try {
      const reached = await cursors.all();
      const passed = Math.min(...readers.map((name) => reached[name] ?? 0));
      const sealed = await archive.seal(passed);
      for (const segment of sealed)
        log.info({ firstSeq: segment.firstSeq, lastSeq: segment.lastSeq, hash: segment.hash }, "segment sealed");
    } catch (cause) {
      // Sealing can wait: the entries stay in the live journal until the disk has room again.
      log.error({ cause: String(cause) }, "sealing failed");
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
