import { Readable } from "node:stream";

/** What aedes tells about the owner of a session. */
export interface SessionOwner {
  readonly id: string;
}

/** The part of a subscription that routing needs. */
export interface SessionSubscription {
  readonly topic: string;
  readonly qos: number;
}

interface OutgoingPacket {
  readonly cmd?: string;
  readonly brokerId?: string;
  readonly brokerCounter?: number;
  messageId?: number;
}

interface Session {
  readonly subscriptions: Map<string, SessionSubscription>;
  outgoing: OutgoingPacket[];
  /** Ids of QoS 2 messages that wait for PUBREL. The messages themselves are in the journal. */
  readonly incoming: Set<number>;
}

/** How much is remembered, and which subscriptions may be. */
export interface SessionMemoryOptions {
  readonly offlineMessages: number;
  readonly offlineSessions: number;
  mayRemember(owner: SessionOwner, topic: string): boolean;
}

/**
 * The sessions behind aedes, instead of its own persistence, which keeps payloads and queues without bound. Remembers
 * subscriptions and a short queue of a client with clean session 0, and the QoS 2 ids of every client. Knows no
 * retained messages and no wills of others: one broker, and nothing is published but to `down` topics. The method names
 * are those that aedes calls.
 */
export class SessionMemory {
  readonly #options: SessionMemoryOptions;
  /** In the order in which they were last used. */
  readonly #sessions = new Map<string, Session>();

  constructor(options: SessionMemoryOptions) {
    this.#options = options;
  }

  async setup(): Promise<void> {}

  async addSubscriptions(owner: SessionOwner, subscriptions: readonly SessionSubscription[]): Promise<void> {
    // aedes passes the whole SUBSCRIBE here, with what was refused.
    const allowed = subscriptions.filter((one) => this.#options.mayRemember(owner, one.topic));
    for (const one of allowed) this.#use(owner).subscriptions.set(one.topic, { topic: one.topic, qos: one.qos });
  }

  async removeSubscriptions(owner: SessionOwner, topics: readonly string[]): Promise<void> {
    for (const topic of topics) this.#sessions.get(owner.id)?.subscriptions.delete(topic);
  }

  async subscriptionsByClient(owner: SessionOwner): Promise<readonly SessionSubscription[]> {
    const session = this.#sessions.get(owner.id);
    if (session === undefined) return [];
    this.#use(owner);
    return [...session.subscriptions.values()];
  }

  async cleanSubscriptions(owner: SessionOwner): Promise<void> {
    this.#sessions.delete(owner.id);
  }

  async subscriptionsByTopic(topic: string): Promise<readonly (SessionSubscription & { readonly clientId: string })[]> {
    const found: (SessionSubscription & { readonly clientId: string })[] = [];
    for (const [clientId, session] of this.#sessions) {
      const one = session.subscriptions.get(topic);
      if (one !== undefined && one.qos > 0) found.push({ ...one, clientId });
    }
    return found;
  }

  async outgoingEnqueueCombi(subscribers: readonly { readonly clientId: string }[], packet: OutgoingPacket): Promise<void> {
    for (const subscriber of subscribers) await this.outgoingEnqueue(subscriber, packet);
  }

  async outgoingEnqueue(subscriber: { readonly clientId: string }, packet: OutgoingPacket): Promise<void> {
    const session = this.#sessions.get(subscriber.clientId);
    if (session === undefined) return;
    session.outgoing.push({ ...packet });
    if (session.outgoing.length > this.#options.offlineMessages) session.outgoing.shift();
  }

  /** Gives the queued packet its message id; a packet that was let go is no error. */
  async outgoingUpdate(owner: SessionOwner, packet: OutgoingPacket): Promise<void> {
    const outgoing = this.#sessions.get(owner.id)?.outgoing ?? [];
    const at = outgoing.findIndex((one) =>
      one.brokerId === packet.brokerId ? one.brokerCounter === packet.brokerCounter : one.messageId === packet.messageId,
    );
    const found = outgoing[at];
    if (found === undefined) return;
    if (found.brokerId === packet.brokerId && packet.messageId !== undefined) found.messageId = packet.messageId;
    else outgoing[at] = packet;
  }

  async outgoingClearMessageId(owner: SessionOwner, packet: OutgoingPacket): Promise<OutgoingPacket | undefined> {
    const outgoing = this.#sessions.get(owner.id)?.outgoing ?? [];
    const at = outgoing.findIndex((one) => one.messageId === packet.messageId);
    return at < 0 ? undefined : outgoing.splice(at, 1)[0];
  }

  /** A message that has its id was sent before, so it carries DUP [MQTT-3.3.1-1]; one that only waited does not. */
  outgoingStream(owner: SessionOwner): Readable {
    const outgoing = this.#sessions.get(owner.id)?.outgoing ?? [];
    return Readable.from(outgoing.map((one) => (isSent(one) ? { ...one, dup: true } : one)));
  }

  /** True when a QoS 2 message with this id is in the journal already and waits for PUBREL. */
  isIncoming(owner: SessionOwner, messageId: number): boolean {
    return this.#sessions.get(owner.id)?.incoming.has(messageId) ?? false;
  }

  async incomingStorePacket(owner: SessionOwner, packet: { readonly messageId: number }): Promise<void> {
    this.#use(owner).incoming.add(packet.messageId);
  }

  async incomingGetPacket(owner: SessionOwner, packet: { readonly messageId: number }): Promise<{ readonly messageId: number }> {
    if (!this.isIncoming(owner, packet.messageId)) throw new Error("no such packet");
    return { messageId: packet.messageId };
  }

  async incomingDelPacket(owner: SessionOwner, packet: { readonly messageId: number }): Promise<void> {
    this.#sessions.get(owner.id)?.incoming.delete(packet.messageId);
  }

  /** aedes calls it when a clean session begins or ends: nothing of the session is left. */
  async cleanIncoming(owner: SessionOwner): Promise<void> {
    this.#sessions.delete(owner.id);
  }

  async storeRetained(): Promise<void> {}

  createRetainedStreamCombi(): Readable {
    return Readable.from([]);
  }

  async putWill(): Promise<void> {}

  async delWill(): Promise<void> {}

  streamWill(): Readable {
    return Readable.from([]);
  }

  /** How many sessions are remembered. */
  get size(): number {
    return this.#sessions.size;
  }

  #use(owner: SessionOwner): Session {
    const session = this.#sessions.get(owner.id) ?? { subscriptions: new Map(), outgoing: [], incoming: new Set() };
    this.#sessions.delete(owner.id);
    this.#sessions.set(owner.id, session);
    if (this.#sessions.size > this.#options.offlineSessions) {
      const [oldest] = this.#sessions.keys();
      if (oldest !== undefined) this.#sessions.delete(oldest);
    }
    return session;
  }
}

/** Only a PUBLISH has the flag: in a PUBREL the same bit is reserved. */
function isSent(packet: OutgoingPacket): boolean {
  return packet.cmd === "publish" && packet.messageId !== undefined;
}
