import { BroadcastChannel } from "node:worker_threads";
import type { Wake } from "../core/casework/command-bus.ts";
import type { UpstreamState } from "../core/field/upstream-state.ts";
import type { MetricName } from "../core/metrics-table.ts";
import type { NeededRole, RoleHealth } from "../core/readiness/readiness.ts";

/** What threads of one process tell each other. Only hints: whoever misses one finds out by looking at the stores. */
export type BusMessage =
  | { readonly type: "wake"; readonly topic: WakeTopic }
  | { readonly type: "registry-loaded"; readonly seq: number }
  /** How a role is: its own thread answers, with the number of the question. */
  | { readonly type: "role-question"; readonly question: number }
  | { readonly type: "role-answer"; readonly question: number; readonly role: NeededRole; readonly health: RoleHealth }
  | { readonly type: "metrics-wanted" }
  | { readonly type: "metrics"; readonly role: string; readonly values: readonly MetricValue[] }
  | { readonly type: "upstreams"; readonly states: readonly UpstreamState[] };

export type WakeTopic = "journal" | "intake" | "records" | "devices";

const WAKE_TOPICS: readonly WakeTopic[] = ["journal", "intake", "records", "devices"];

export interface MetricValue {
  readonly name: MetricName;
  readonly label: string;
  readonly value: number;
}

/** How often stores are looked at without a hint: the other roles may run in another process. */
const POLL_MS = 200;
/**
 * Between two hints of one topic: a lone hint leaves at once, those of a burst are joined, so that it does not flood
 * the threads with small batches.
 */
const JOIN_MS = 20;

/** One thread's end of the bus. */
export class Bus implements Wake {
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Map<string, Set<(message: BusMessage) => void>>();
  /**
   * Topics of which a hint left lately, each with the timer that ends its rest, and whether another hint came in it.
   */
  readonly #resting = new Map<WakeTopic, { readonly timer: NodeJS.Timeout; hasNews: boolean }>();
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
    const rest = this.#resting.get(topic);
    if (rest !== undefined) {
      rest.hasNews = true;
      return;
    }
    const timer = setTimeout(() => this.#restIsOver(topic), JOIN_MS);
    this.#resting.set(topic, { timer, hasNews: false });
    this.post({ type: "wake", topic });
  }

  on(topic: WakeTopic, listener: () => void): () => void {
    return this.#listen(`wake:${topic}`, listener);
  }

  onMessage<T extends BusMessage["type"]>(type: T, listener: (message: Extract<BusMessage, { type: T }>) => void): () => void {
    return this.#listen(type, listener as (message: BusMessage) => void);
  }

  close(): void {
    clearInterval(this.#poll);
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#channel.close();
  }

  #restIsOver(topic: WakeTopic): void {
    const hasNews = this.#resting.get(topic)?.hasNews ?? false;
    this.#resting.delete(topic);
    if (hasNews) this.wake(topic);
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
