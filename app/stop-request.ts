/** A terminal that closes and Ctrl-\ end the product like a supervisor does: in good order. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;

/** Hears a stop from the moment it is made, so that none is lost while the product is still being loaded or started. */
export class StopRequest {
  /** Resolves with the first signal. */
  readonly heard: Promise<string>;
  #signal: string | undefined;

  constructor() {
    this.heard = new Promise((resolve) => {
      for (const signal of SIGNALS) {
        process.on(signal, () => {
          this.#signal ??= signal;
          resolve(signal);
        });
      }
    });
  }

  /** The first signal, when one has come. */
  get signal(): string | undefined {
    return this.#signal;
  }
}
