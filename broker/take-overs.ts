const WINDOW_MS = 60_000;

interface Window {
  readonly since: number;
  count: number;
}

/**
 * Counts how often connections with one client id replace each other. Two devices with the same identity would do so
 * without end; after `perMinute` times within a minute the newcomer is told to stay away and the present one keeps its
 * connection.
 */
export class TakeOvers {
  readonly #perMinute: number;
  readonly #windows = new Map<string, Window>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** True when one more replacement is within the limit; counts it. `now` is monotonic, in milliseconds. */
  mayReplace(clientId: string, now: number): boolean {
    const window = this.#windows.get(clientId);
    if (window === undefined || now - window.since >= WINDOW_MS) {
      this.#windows.set(clientId, { since: now, count: 1 });
      return true;
    }
    window.count += 1;
    return window.count <= this.#perMinute;
  }

  /** Forgets windows that are over. */
  prune(now: number): void {
    for (const [clientId, window] of this.#windows) {
      if (now - window.since >= WINDOW_MS) this.#windows.delete(clientId);
    }
  }
}
