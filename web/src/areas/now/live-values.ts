import type { LatestWire } from "../../../../api/resources/outlets/schema.ts";
import { onLive } from "../../api/live.ts";
import { isLiveReading, rowKey } from "./live-row.ts";

type Listener = () => void;

/** Hands on what gathered; the answer forgets it. */
export type Gather = (flush: () => void) => () => void;

/** Once a frame; a page that nobody sees draws none, and hands on nothing. */
const eachFrame: Gather = (flush) => {
  const frame = requestAnimationFrame(flush);
  return () => cancelAnimationFrame(frame);
};

/**
 * Newest live readings by row. Only whoever watches a row is told that it changed, and what comes together is told
 * together: however many values arrive, no more is drawn than rows in sight.
 */
export class LiveValues {
  readonly #gather: Gather;
  readonly #newest = new Map<string, LatestWire>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #changed = new Set<string>();
  #forget: (() => void) | undefined;

  constructor(gather: Gather = eachFrame) {
    this.#gather = gather;
  }

  /** Takes what the stream brings, until the answer is called. */
  follow(): () => void {
    const stop = onLive("reading", (data) => this.take(data as LatestWire));
    return () => {
      stop();
      this.#forget?.();
      this.#forget = undefined;
    };
  }

  take(reading: LatestWire): void {
    if (!isLiveReading(reading)) return;
    const key = rowKey(reading.outlet, reading.pollutant);
    this.#newest.set(key, reading);
    if (!this.#listeners.has(key)) return;
    this.#changed.add(key);
    this.#forget ??= this.#gather(() => this.#tell());
  }

  newest(key: string): LatestWire | undefined {
    return this.#newest.get(key);
  }

  /** Calls `listener` when the row has a newer value, until the answer is called. */
  watch(key: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(key);
    };
  }

  #tell(): void {
    const changed = this.#changed;
    this.#changed = new Set();
    this.#forget = undefined;
    for (const key of changed) for (const listener of this.#listeners.get(key) ?? []) listener();
  }
}
