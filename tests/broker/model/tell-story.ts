import { expect } from "vitest";
import { StoryClient } from "./client.ts";
import type { Step } from "./story.ts";

/** A broker to which a story is told. */
export interface StoryDoor {
  readonly address: { readonly host: string; readonly port: number };
  readonly mn: string;
  readonly secret: string;
  /** With what its client ids begin, so that a story finds no sessions of another one. */
  readonly clients: string;
  /** The message that carries a content. */
  payloadOf(content: number): string;
  restart(): Promise<void>;
  crash(): Promise<void>;
}

/** How often each content was acknowledged. */
export type Acknowledged = ReadonlyMap<number, number>;

/**
 * Tells a broker a story, step by step, and answers with what it acknowledged. On the way it holds that answers come in
 * the order of what they answer, that nothing is answered that is not due, that who ends politely hears everything, and
 * that session-present is true exactly when a session is kept.
 */
export async function tellStory(door: StoryDoor, story: readonly Step[]): Promise<Acknowledged> {
  const acknowledged = new Map<number, number>();
  const teller = new Teller(door, (content) => acknowledged.set(content, (acknowledged.get(content) ?? 0) + 1));
  for (const step of story) await teller.tell(step);
  await teller.finish();
  return acknowledged;
}

class Teller {
  readonly #door: StoryDoor;
  readonly #onAcknowledged: (content: number) => void;
  #client: StoryClient | undefined;
  readonly #all: StoryClient[] = [];
  /** Which clients have a session, as far as it is known. */
  readonly #sessions = new Map<number, boolean>();

  constructor(door: StoryDoor, onAcknowledged: (content: number) => void) {
    this.#door = door;
    this.#onAcknowledged = onAcknowledged;
  }

  async tell(step: Step): Promise<void> {
    switch (step.kind) {
      case "connect":
        return this.#connect(step.client, step.isClean);
      case "publish": {
        const topic = `outfall/v1/${this.#door.mn}/readings`;
        const message = { topic, payload: this.#door.payloadOf(step.content), retain: false, dup: step.isDup && step.qos > 0 };
        this.#client?.publish({ cmd: "publish", qos: step.qos, messageId: step.id, ...message }, step.content);
        return;
      }
      case "pubrel":
        return this.#client?.say({ cmd: "pubrel", messageId: step.id });
      case "settle":
        return this.#client?.settle();
      case "send":
        return this.#client?.send();
      case "cut":
        await this.#client?.cut(step.share);
        this.#client = undefined;
        return;
      case "end":
        return this.#end(step.isPolite);
      case "restart":
      case "crash":
        await this.#door[step.kind]();
        await Promise.all(this.#all.splice(0).map(({ closed }) => closed));
        this.#client = undefined;
        this.#sessions.clear();
    }
  }

  async finish(): Promise<void> {
    await this.#client?.settle();
    for (const client of this.#all) await client.end(false);
  }

  async #connect(client: number, isClean: boolean): Promise<void> {
    this.#client?.send();
    const { address, mn, secret, clients } = this.#door;
    const next = new StoryClient(address, this.#onAcknowledged);
    this.#all.push(next);
    this.#client = next;
    const protocol = { protocolId: "MQTT", protocolVersion: 4, keepalive: 60 } as const;
    next.say({
      cmd: "connect",
      ...protocol,
      clean: isClean,
      clientId: `${clients}-${client}`,
      username: mn,
      password: Buffer.from(secret),
    });
    await next.settle();
    expect(next.sessionPresent).toBe(!isClean && this.#sessions.get(client) === true);
    this.#sessions.set(client, !isClean);
  }

  async #end(isPolite: boolean): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end(isPolite);
    if (client !== undefined) expect(client.hasEverything()).toBe(true);
  }
}
