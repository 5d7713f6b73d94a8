import type { AedesOptions, Client } from "aedes";
import { type BrokerContext, refuse, refuseDevice } from "./broker-context.ts";
import type { Connection } from "./connection.ts";
import { mayUse } from "./publishing.ts";
import { SESSION_MARK } from "./session-memory.ts";
import { parseTopic } from "./topics.ts";
import { suback } from "./wire/answers.ts";
import type { FilterRequest, WantedFilter } from "./wire/read-filters.ts";

type AuthorizeSubscribe = NonNullable<AedesOptions["authorizeSubscribe"]>;
type AuthorizeForward = NonNullable<AedesOptions["authorizeForward"]>;

const SHOWN_CHARACTERS = 200;

/** A SUBSCRIBE of a client, and its bytes for whoever looks at what was refused. */
export interface SubscribeRequest extends FilterRequest {
  readonly sample: Uint8Array;
}

/**
 * Answers SUBSCRIBE: a device may hear its own `down` topic and those of devices it bridges for; anything else is
 * answered with 0x80. Each filter has its code, also one that is named twice [MQTT-3.8.4-4, 3.9.3-1]; of those the last
 * one counts.
 */
export class Subscribing {
  readonly #context: BrokerContext;
  readonly #topicsByClient = new WeakMap<Client, Set<string>>();

  constructor(context: BrokerContext) {
    this.#context = context;
  }

  subscribe(connection: Connection, client: Client, { id, filters, sample }: SubscribeRequest): void {
    const granted = filters.map((filter) => (this.#mayHear(connection, client, filter, sample) ? filter.qos : undefined));
    const subscriptions = filters.filter((_, i) => granted[i] !== undefined);
    const answer = (): void => connection.say(suback(id, granted));
    if (subscriptions.length === 0) answer();
    else client.subscribe({ subscriptions }, (cause) => (cause === undefined || cause === null ? answer() : connection.finish()));
  }

  #mayHear(connection: Connection, client: Client, { topic }: WantedFilter, sample: Uint8Array): boolean {
    const context = this.#context;
    const filter = topic.slice(0, SHOWN_CHARACTERS);
    const right = rightToListen(context, client, topic);
    if (right === "unknown") refuse(context, "directory-unavailable", { client: client.id, topic: filter });
    if (right === "no") {
      const detail = { code: "filter-of-another", facts: { filter } } as const;
      refuseDevice(context, connection, { reason: "foreign-subscription", detail, sample });
    }
    if (right !== "yes") return false;
    const topics = this.#topicsByClient.get(client) ?? new Set();
    this.#topicsByClient.set(client, topics);
    const limit = context.limits.subscriptionsPerClient;
    if (!topics.has(topic) && topics.size >= limit) {
      const detail = { code: "filters-beyond-limit", facts: { limit } } as const;
      refuseDevice(context, connection, { reason: "too-many-subscriptions", detail, sample });
      return false;
    }
    topics.add(topic);
    return true;
  }
}

/** aedes asks it for what a session brings back, too: a device may have lost the right since. */
export function createAuthorizeSubscribe(context: BrokerContext): AuthorizeSubscribe {
  return (client, subscription, callback) => {
    const isHeard = subscription.topic !== SESSION_MARK && mayListen(context, client, subscription.topic);
    callback(null, isHeard ? subscription : null);
  };
}

/** The right is asked again for each message: a device may have lost it since it subscribed. */
export function createAuthorizeForward(context: BrokerContext): AuthorizeForward {
  return (client, packet) => (mayListen(context, client, packet.topic) ? packet : null);
}

/** True when the client's device may hear what is sent on the topic. */
export function mayListen(context: BrokerContext, client: Client, topic: string): boolean {
  return rightToListen(context, client, topic) === "yes";
}

function rightToListen(context: BrokerContext, client: Client, topic: string): "yes" | "no" | "unknown" {
  const device = context.connectionOf(client)?.mn;
  const parsed = parseTopic(topic);
  return device !== undefined && parsed?.kind === "down" ? mayUse(context, device, parsed.mn) : "no";
}
