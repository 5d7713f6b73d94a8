import type { Log } from "../core/log.ts";

const EVERY_MS = 1_000;

/**
 * Does something once a second, and not again before it is done. A plain timer: a leap of our clock costs it nothing,
 * and a look that was missed is harmless, since the next one finds the same rows.
 */
export class EverySecond {
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #failures = 0;

  constructor(look: () => Promise<unknown>, log: Log) {
    this.#timer = setInterval(() => {
      this.#running ??= look()
        .then(
          () => {
            this.#failures = 0;
          },
          (cause: unknown) => {
            this.#failures += 1;
            // What fails every second is said at its first, second, fourth, eighth … time.
            if (Number.isInteger(Math.log2(this.#failures)))
              log.error({ cause: String(cause), times: this.#failures }, "look failed");
          },
        )
        .finally(() => {
          this.#running = undefined;
        });
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
