import { BroadcastChannel } from "node:worker_threads";
import type { Wake } from "../core/ports/commands.ts";
import type { JournalHealth } from "../core/ports/journal.ts";
import type { UpstreamState } from "../core/upstream.ts";

/** What threads of one process tell each other. Only hints: whoever misses one finds out by looking at the stores. */
export type BusMessage =
  | { readonly type: "wake"; readonly topic: WakeTopic }
  | { readonly type: "registry-loaded"; readonly seq: number }
  | { readonly type: "health"; readonly journal: JournalHealth }
  | { readonly type: "store-health"; readonly store: "influx" | "records"; readonly up: boolean }
  | { readonly type: "metrics"; readonly role: string; readonly values: readonly MetricValue[] }
  | { readonly type: "upstreams"; readonly states: readonly UpstreamState[] }
  | { readonly type: "doors"; readonly unknownDevices: readonly unknown[] };

export type WakeTopic = "journal" | "intake" | "records" | "devices";

const WAKE_TOPICS: readonly WakeTopic[] = ["journal", "intake", "records", "devices"];

export interface MetricValue {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly isLevel: boolean;
}

/** How often stores are looked at without a hint: the other roles may run in another process. */
const POLL_MS = 200;
/** Hints of one topic are joined within this time, so that a burst does not flood the threads. */
const JOIN_MS = 5;

/** One thread's end of the bus. */
export class Bus implements Wake {
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Map<string, Set<(message: BusMessage) => void>>();
  readonly #joined = new Map<WakeTopic, NodeJS.Timeout>();
  readonly #poll: NodeJS.Timeout;

  constructor(name: string) {
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (event: unknown): void => this.#deliver((event as { data: BusMessage }).data);
    this.#poll = setInterval(() => {
      for (const topic of WAKE_TOPICS) this.#deliver({ type: "wake", topic });
    }, POLL_MS);
  }

  post(message: BusMessage): void {
    this.#channel.postMessage(message);
    this.#deliver(message);
  }

  /** Says that there is news of a topic, here and in the other threads. */
  wake(topic: WakeTopic): void {
    if (this.#joined.has(topic)) return;
    this.#joined.set(
      topic,
      setTimeout(() => {
        this.#joined.delete(topic);
        this.post({ type: "wake", topic });
      }, JOIN_MS),
    );
  }

  on(topic: WakeTopic, listener: () => void): () => void {
    return this.#listen(`wake:${topic}`, listener);
  }

  onMessage<T extends BusMessage["type"]>(type: T, listener: (message: Extract<BusMessage, { type: T }>) => void): () => void {
    return this.#listen(type, listener as (message: BusMessage) => void);
  }

  close(): void {
    clearInterval(this.#poll);
    for (const timer of this.#joined.values()) clearTimeout(timer);
    this.#channel.close();
  }

  #listen(key: string, listener: (message: BusMessage) => void): () => void {
    const set = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, set.add(listener));
    return () => void set.delete(listener);
  }

  #deliver(message: BusMessage): void {
    const key = message.type === "wake" ? `wake:${message.topic}` : message.type;
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener(message);
  }
}
