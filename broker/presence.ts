import type { Instant } from "../core/time.ts";

/** Told when the first connection of a device arrives and when its last one is gone. `at` is our clock. */
export type OnPresence = (mn: string, isOnline: boolean, at: Instant) => void;

/** Counts connections by device. A connection that replaces another one is no departure. */
export class Presence {
  readonly #connections = new Map<string, number>();

  /** True when the device was not connected before. */
  arrive(mn: string): boolean {
    const before = this.#connections.get(mn) ?? 0;
    this.#connections.set(mn, before + 1);
    return before === 0;
  }

  /** True when it was the device's last connection. */
  leave(mn: string): boolean {
    const left = (this.#connections.get(mn) ?? 1) - 1;
    if (left > 0) this.#connections.set(mn, left);
    else this.#connections.delete(mn);
    return left <= 0;
  }

  /** Devices with a connection. */
  get size(): number {
    return this.#connections.size;
  }
}
