import type { AedesOptions, Client, PublishPacket } from "aedes";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { type BrokerContext, refuse } from "./broker-context.ts";
import type { Connection } from "./connection.ts";
import type { SessionMemory } from "./session-memory.ts";
import { type DeviceTopic, parseTopic } from "./topics.ts";

type AuthorizePublish = NonNullable<AedesOptions["authorizePublish"]>;
type Callback = (error?: Error | null) => void;

/** Messages on their way to the disk, and what was counted since the last flush. */
export class MessagesInFlight {
  #inFlight = 0;
  #received = 0;
  #acknowledged = 0;
  #idle: (() => void)[] = [];

  begin(): void {
    this.#inFlight += 1;
    this.#received += 1;
  }

  end(isDurable: boolean): void {
    this.#inFlight -= 1;
    if (isDurable) this.#acknowledged += 1;
    if (this.#inFlight > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Resolves when no message is on its way. */
  idle(): Promise<void> {
    return this.#inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Hands the counts over. One call a second instead of two a message. */
  flush(counters: BrokerContext["counters"]): void {
    if (this.#received > 0) counters.add("mqtt_received_total", undefined, this.#received);
    if (this.#acknowledged > 0) counters.add("mqtt_journalled_total", undefined, this.#acknowledged);
    this.#received = 0;
    this.#acknowledged = 0;
  }
}

/** What the hook needs besides the context. */
export interface PublishState {
  readonly inFlight: MessagesInFlight;
  readonly sessions: SessionMemory;
}

/**
 * Takes a message of a device into the journal and calls back once it is on the disk; aedes acknowledges after that.
 * The journal is called before this returns, so entries stand in the order in which the messages came. A message on a
 * topic of somebody else is an error: aedes closes the connection, and nothing is acknowledged.
 */
export function createAuthorizePublish(context: BrokerContext, state: PublishState): AuthorizePublish {
  return (client, packet, callback) => {
    const connection = context.connectionOf(client);
    if (client === null || connection?.mn === undefined) return callback(new Error("nobody's message"));
    const isWill = client.closed;
    // Our own going down says nothing about the device.
    if (isWill && context.isClosing()) return callback(new Error("broker is closing"));
    const topic = ownTopic(context, connection, packet);
    if (topic === undefined) return callback(new Error("topic refused"));
    if (isAlreadyTaken(client, packet, state.sessions)) return callback(null);
    if (packet.retain) {
      packet.retain = false;
      context.counters.add("mqtt_retain_cleared_total");
    }
    connection.countMessage();
    const durable = journalAndTell(context, topic, { packet, address: connection.address });
    state.inFlight.begin();
    if (isWill) finishWill(durable, state.inFlight, callback);
    else acknowledgeInOrder({ context, connection, inFlight: state.inFlight }, durable, callback);
  };
}

interface Taken {
  readonly packet: PublishPacket;
  readonly address: string;
}

function journalAndTell(context: BrokerContext, topic: DeviceTopic, { packet, address }: Taken): Promise<number> {
  const entry = toEntry(context, topic, packet);
  const durable = context.journal.append(entry);
  context.onMessage({ mn: topic.mn, kind: topic.kind, payload: entry.payload, address });
  return durable;
}

function ownTopic(context: BrokerContext, connection: Connection, packet: PublishPacket): DeviceTopic | undefined {
  const topic = parseTopic(packet.topic);
  const device = connection.mn;
  const isOurs = topic !== undefined && topic.kind !== "down" && device !== undefined;
  const right = isOurs ? mayUse(context, device, topic.mn) : "no";
  if (isOurs && right === "yes") return topic;
  refuse(context, right === "unknown" ? "directory-unavailable" : "foreign-topic", { mn: device, topic: packet.topic });
  return undefined;
}

/** Whether the device has the right to topics of `mn`; `unknown` while nobody can say, and then it may not. */
export function mayUse(context: BrokerContext, device: string, mn: string): "yes" | "no" | "unknown" {
  try {
    return context.devices.mayUse(device, mn) ? "yes" : "no";
  } catch (cause) {
    context.log.warn({ err: cause, mn: device }, "device directory is unavailable");
    return "unknown";
  }
}

/** A QoS 2 message sent again before its PUBREL is in the journal; it only needs its PUBREC once more. */
function isAlreadyTaken(client: Client, packet: PublishPacket, sessions: SessionMemory): boolean {
  return packet.qos === 2 && packet.messageId !== undefined && sessions.isIncoming(client, packet.messageId);
}

function toEntry(context: BrokerContext, topic: DeviceTopic, packet: PublishPacket): NewEntry {
  const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
  return { kind: "frame", at: context.clock.now(), transport: "mqtt", mn: topic.mn, topic: packet.topic, payload };
}

interface InOrder {
  readonly context: BrokerContext;
  readonly connection: Connection;
  readonly inFlight: MessagesInFlight;
}

function acknowledgeInOrder({ context, connection, inFlight }: InOrder, durable: Promise<number>, callback: Callback): void {
  const place = connection.expectAcknowledgement(callback);
  durable.then(
    () => {
      place.release();
      inFlight.end(true);
    },
    (cause: unknown) => {
      context.log.error(
        { err: cause, mn: connection.mn },
        "journal refused a message; the connection is closed without an answer",
      );
      connection.socket.destroy();
      inFlight.end(false);
    },
  );
}

function finishWill(durable: Promise<number>, inFlight: MessagesInFlight, callback: Callback): void {
  durable.then(
    () => {
      inFlight.end(true);
      callback(null);
    },
    (cause: unknown) => {
      inFlight.end(false);
      callback(cause instanceof Error ? cause : new Error("journal refused a will", { cause }));
    },
  );
}
