import type { AedesOptions, Client } from "aedes";
import { type BrokerContext, refuse } from "./broker-context.ts";
import { mayUse } from "./publishing.ts";
import { parseTopic } from "./topics.ts";

type AuthorizeSubscribe = NonNullable<AedesOptions["authorizeSubscribe"]>;
type AuthorizeForward = NonNullable<AedesOptions["authorizeForward"]>;

/**
 * A device may subscribe to its own `down` topic and to those of devices it bridges for; anything else is answered with
 * 0x80.
 */
export function createAuthorizeSubscribe(context: BrokerContext): AuthorizeSubscribe {
  const topicsByClient = new WeakMap<Client, Set<string>>();
  return (client, subscription, callback) => {
    const right = rightToListen(context, client, subscription.topic);
    if (right !== "yes") {
      const reason = right === "unknown" ? "directory-unavailable" : "foreign-subscription";
      refuse(context, reason, { client: client.id, topic: subscription.topic });
      return callback(null, null);
    }
    const topics = topicsByClient.get(client) ?? new Set();
    topicsByClient.set(client, topics);
    if (!topics.has(subscription.topic) && topics.size >= context.limits.subscriptionsPerClient) {
      refuse(context, "too-many-subscriptions", { client: client.id });
      return callback(null, null);
    }
    topics.add(subscription.topic);
    callback(null, subscription);
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
