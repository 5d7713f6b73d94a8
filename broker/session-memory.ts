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
}

/** How much is remembered, and which subscriptions may be. */
export interface SessionMemoryOptions {
  readonly offlineMessages: number;
  readonly offlineSessions: number;
  /** Of one device, so that none can push the sessions of others out. */
  readonly offlineSessionsPerDevice: number;
  mayRemember(owner: SessionOwner, topic: string): boolean;
  /** The device to which a session belongs. */
  deviceOf(owner: SessionOwner): string;
}

/**
 * Stands among the subscriptions of a session that was there before, so that aedes says "session present" of an empty
 * one, too; it is no topic, and nobody gets it.
 */
export const SESSION_MARK = "session";

/**
 * The sessions behind aedes, instead of its own persistence, which keeps payloads and queues without bound. A session
 * begins with a CONNECT of clean session 0 and ends with one of clean session 1. Remembered are its subscriptions and a
 * short queue of what the platform said; of what a device said nothing is, since that is in the journal, and ids say
 * nothing about a message. Knows no retained messages and no wills of others: one broker, and nothing is published but
 * to `down` topics. The method names are those that aedes calls.
 */
export class SessionMemory {
  readonly #options: SessionMemoryOptions;
  /** In the order in which they were last used. */
  readonly #sessions = new Map<string, Session>();
  /** The owners of each device's sessions, in the same order. */
  readonly #byDevice = new Map<string, Set<string>>();

  constructor(options: SessionMemoryOptions) {
    this.#options = options;
  }

  async setup(): Promise<void> {}

  async addSubscriptions(owner: SessionOwner, subscriptions: readonly SessionSubscription[]): Promise<void> {
    // aedes passes the whole SUBSCRIBE here, with what was refused.
    const allowed = subscriptions.filter((one) => this.#options.mayRemember(owner, one.topic));
    const session = this.#sessions.get(owner.id);
    for (const one of allowed) session?.subscriptions.set(one.topic, { topic: one.topic, qos: one.qos });
  }

  async removeSubscriptions(owner: SessionOwner, topics: readonly string[]): Promise<void> {
    for (const topic of topics) this.#sessions.get(owner.id)?.subscriptions.delete(topic);
  }

  /** aedes asks with every CONNECT of clean session 0, and with nothing else: here a session begins. */
  async subscriptionsByClient(owner: SessionOwner): Promise<readonly SessionSubscription[]> {
    const before = this.#sessions.get(owner.id);
    this.#use(owner, before ?? { subscriptions: new Map(), outgoing: [] });
    return before === undefined ? [] : [{ topic: SESSION_MARK, qos: 0 }, ...before.subscriptions.values()];
  }

  /** aedes calls it with every CONNECT of clean session 1. */
  async cleanSubscriptions(owner: SessionOwner): Promise<void> {
    this.#forget(owner.id);
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

  /** Nothing is kept of what comes in; aedes asks at the end of every connection. */
  async cleanIncoming(): Promise<void> {}

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

  #use(owner: SessionOwner, session: Session): void {
    const { offlineSessions, offlineSessionsPerDevice } = this.#options;
    this.#forget(owner.id);
    this.#sessions.set(owner.id, session);
    const device = this.#options.deviceOf(owner);
    const ofDevice = this.#byDevice.get(device) ?? new Set();
    this.#byDevice.set(device, ofDevice.add(owner.id));
    if (ofDevice.size > offlineSessionsPerDevice) this.#forgetFirst(ofDevice);
    else if (this.#sessions.size > offlineSessions) this.#forgetFirst(this.#sessions.keys());
  }

  #forgetFirst(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#forget(id);
      return;
    }
  }

  #forget(id: string): void {
    if (!this.#sessions.delete(id)) return;
    const device = this.#options.deviceOf({ id });
    const ofDevice = this.#byDevice.get(device);
    ofDevice?.delete(id);
    if (ofDevice?.size === 0) this.#byDevice.delete(device);
  }
}

/** Only a PUBLISH has the flag: in a PUBREL the same bit is reserved. */
function isSent(packet: OutgoingPacket): boolean {
  return packet.cmd === "publish" && packet.messageId !== undefined;
}
