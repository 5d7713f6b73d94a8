import type { AedesOptions } from "aedes";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { type BrokerContext, refuse, refuseDevice } from "./broker-context.ts";
import type { Connection } from "./connection.ts";
import { type DeviceTopic, parseTopic } from "./topics.ts";
import { publishAnswer } from "./wire/answers.ts";
import type { Publish } from "./wire/read-publish.ts";

type AuthorizePublish = NonNullable<AedesOptions["authorizePublish"]>;

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

/** What taking a message needs besides the context. */
export interface Publishing {
  readonly context: BrokerContext;
  readonly inFlight: MessagesInFlight;
}

/**
 * Takes a message of a device into the journal, whatever its id and flags say, and answers once it is on the disk. A
 * repeat is known by its content, where messages are decoded; what looks like one here may be another message with a
 * used id. The journal is called before this returns, so entries stand in the order in which the messages came. False
 * when the topic is somebody else's: the connection is to end, and nothing is acknowledged.
 */
export function takePublish({ context, inFlight }: Publishing, connection: Connection, publish: Publish): boolean {
  const topic = ownTopic(context, connection.mn, publish.topic);
  if (topic === undefined) return false;
  if (publish.isRetained) context.counters.add("mqtt_retain_cleared_total");
  const { address } = connection;
  const durable = journalAndTell(context, topic, { topic: publish.topic, payload: publish.payload, address });
  spend(context, connection.mn, publish.payload);
  inFlight.begin();
  const place = publish.qos === 0 ? undefined : connection.expectAnswer(publishAnswer(publish.qos, publish.id));
  durable.then(
    () => {
      place?.release();
      inFlight.end(true);
    },
    (err: unknown) => {
      context.log.error({ err, mn: connection.mn }, "journal refused a message; the connection is closed without an answer");
      connection.abort();
      inFlight.end(false);
    },
  );
  return true;
}

/**
 * aedes asks this for wills alone: the message of a device whose connection broke. It is journalled like any other, and
 * nobody waits for it.
 */
export function createAuthorizeWill({ context, inFlight }: Publishing): AuthorizePublish {
  return (client, { topic: name, payload, retain }, callback) => {
    const connection = context.connectionOf(client);
    if (connection === undefined || client?.closed !== true) return callback(new Error("no will"));
    // Our own going down says nothing about the device, and one that says goodbye takes its will along.
    if (connection.hasSaidGoodbye || context.isClosing()) return callback(new Error("no will is due"));
    const topic = ownTopic(context, connection.mn, name);
    if (topic === undefined) return callback(new Error("topic refused"));
    if (retain) context.counters.add("mqtt_retain_cleared_total");
    const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
    const durable = journalAndTell(context, topic, { topic: name, payload: bytes, address: connection.address });
    spend(context, connection.mn, bytes);
    inFlight.begin();
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
  };
}

interface Taken {
  readonly topic: string;
  readonly payload: Buffer;
  readonly address: string;
}

function journalAndTell(context: BrokerContext, { mn, kind }: DeviceTopic, { topic, payload, address }: Taken): Promise<number> {
  const entry: NewEntry = { kind: "frame", at: context.clock.now(), transport: "mqtt", mn, topic, payload };
  const durable = context.journal.append(entry);
  context.onMessage({ mn, kind, payload, address });
  return durable;
}

/** Counts for whoever sent it, also where it speaks for another device. */
function spend({ budgets, clock, now }: BrokerContext, sender: string | undefined, payload: Buffer): void {
  if (sender !== undefined) budgets?.spend(sender, payload, { at: clock.now(), nowMs: now() });
}

/** The topic, taken apart, when the device may write to it. */
function ownTopic(context: BrokerContext, device: string | undefined, name: string): DeviceTopic | undefined {
  const topic = writtenTopic(name);
  if (topic === undefined || device === undefined) return undefined;
  return mayUse(context, device, topic.mn) === "yes" ? topic : undefined;
}

/** A topic on which devices publish, taken apart. */
function writtenTopic(name: string): DeviceTopic | undefined {
  const topic = parseTopic(name);
  return topic?.kind === "down" ? undefined : topic;
}

/** Whether a device may publish on a topic. */
export function rightToWrite(context: BrokerContext, device: string | undefined, name: string): "yes" | "no" | "unknown" {
  const topic = writtenTopic(name);
  return topic !== undefined && device !== undefined ? mayUse(context, device, topic.mn) : "no";
}

/** Says that a message was refused for its topic, or that nobody can say whether it may stand there. */
export function refuseTopic(context: BrokerContext, connection: Connection, topic: string, sample: Uint8Array): void {
  const shown = topic.slice(0, SHOWN_CHARACTERS);
  if (rightToWrite(context, connection.mn, topic) === "unknown") {
    refuse(context, "directory-unavailable", { mn: connection.mn, topic: shown });
    return;
  }
  const detail = { code: "topic-of-another", facts: { topic: shown } } as const;
  refuseDevice(context, connection, { reason: "foreign-topic", detail, sample });
}

const SHOWN_CHARACTERS = 200;

/** Whether the device has the right to topics of `mn`; `unknown` while nobody can say, and then it may not. */
export function mayUse(context: BrokerContext, device: string, mn: string): "yes" | "no" | "unknown" {
  try {
    return context.devices.mayUse(device, mn) ? "yes" : "no";
  } catch (cause) {
    context.log.warn({ err: cause, mn: device }, "device directory is unavailable");
    return "unknown";
  }
}
