import { createServer, type Socket } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";

/** One connection that somebody opened to the scripted cluster. */
export class Visit {
  readonly socket: Socket;
  readonly packets: Packet[] = [];
  readonly closed: Promise<void>;
  #looks: (() => void)[] = [];

  constructor(socket: Socket, onPacket: (visit: Visit, packet: Packet) => void) {
    this.socket = socket;
    const packets = parser();
    packets.on("packet", (packet: Packet) => {
      this.packets.push(packet);
      onPacket(this, packet);
      for (const look of this.#looks) look();
    });
    socket.on("data", (chunk) => packets.parse(chunk));
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  /** `protocolVersion` of the CONNECT; `undefined` before it. */
  get version(): number | undefined {
    const [first] = this.packets;
    return first?.cmd === "connect" ? first.protocolVersion : undefined;
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet, { protocolVersion: this.version ?? 4 }));
  }

  publish(messageId: number, topic: string, payload: string): void {
    this.send({ cmd: "publish", qos: 1, messageId, topic, payload, dup: false, retain: false });
  }

  /**
   * Whatever the client had to say to what was sent before has arrived: it answers a PUBREL at once, and twice is after
   * the end of a turn.
   */
  async roundTrip(): Promise<void> {
    for (const messageId of [60_001, 60_002]) {
      const before = this.packets.filter((packet) => packet.cmd === "pubcomp").length;
      this.send({ cmd: "pubrel", messageId });
      await this.next("pubcomp", before + 1);
    }
  }

  /** Resolves once `count` packets of this kind came. */
  next(cmd: Packet["cmd"], count = 1): Promise<readonly Packet[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.packets.filter((packet) => packet.cmd === cmd);
        if (found.length >= count) resolve(found);
      };
      this.#looks.push(look);
      look();
    });
  }
}

/** What the cluster says to a CONNECT of this visit. */
export type Greeting = (visit: Visit, visits: number) => void;

/** A cluster in the hands of a test: accepts subscriptions and pings, and says to CONNECT what the test wants. */
export class ScriptedCluster implements AsyncDisposable {
  readonly visits: Visit[] = [];
  readonly #server;
  #looks: (() => void)[] = [];

  private constructor(greet: Greeting) {
    this.#server = createServer((socket) => {
      const visit = new Visit(socket, (from, packet) => this.#answer(from, packet, greet));
      this.visits.push(visit);
      for (const look of this.#looks) look();
    });
  }

  static async start(greet: Greeting = accept): Promise<ScriptedCluster> {
    const cluster = new ScriptedCluster(greet);
    await new Promise<void>((resolve) => cluster.#server.listen(0, "127.0.0.1", resolve));
    return cluster;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** The visit with this number, from 1, once it is there. */
  visit(number: number): Promise<Visit> {
    return new Promise((resolve) => {
      const look = (): void => {
        const visit = this.visits[number - 1];
        if (visit !== undefined) resolve(visit);
      };
      this.#looks.push(look);
      look();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const visit of this.visits) visit.socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(visit: Visit, packet: Packet, greet: Greeting): void {
    if (packet.cmd === "connect") greet(visit, this.visits.length);
    if (packet.cmd === "pingreq") visit.send({ cmd: "pingresp" });
    if (packet.cmd !== "subscribe") return;
    visit.send({ cmd: "suback", messageId: packet.messageId ?? 0, granted: packet.subscriptions.map((one) => one.qos) });
  }
}

/** Accepts. */
export function accept(visit: Visit): void {
  visit.send({ cmd: "connack", returnCode: 0, reasonCode: 0, sessionPresent: false });
}

/** Refuses with a code. */
export function refuse(visit: Visit, code: number): void {
  visit.send({ cmd: "connack", returnCode: code, reasonCode: code, sessionPresent: false });
  visit.socket.end();
}
