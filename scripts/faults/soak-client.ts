import { connect, type Socket } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";
import { pause } from "../harness/pause.ts";

/** Messages that a publisher sends ahead of their acknowledgements. */
const WINDOW = 2_000;
/** Bytes that a publisher leaves unsent in its own socket. */
const UNSENT_BYTES = 1_000_000;
export const SERVED_WITHIN_MS = 10_000;
// Small, so that many messages fit in what a broker reads at once.
const PAYLOAD = Buffer.alloc(16, "u");

/** An MQTT client that can do what no library lets it do: publish as fast as it can, and break off without a word. */
export class SoakClient {
  readonly socket: Socket;
  acknowledged = 0;
  #isOpen = true;
  readonly #answers = new Map<string, () => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    const packets = parser();
    packets.on("packet", (packet: Packet) => this.#hear(packet));
    socket.on("data", (chunk) => packets.parse(chunk));
    socket.on("error", () => {});
    socket.once("close", () => {
      this.#isOpen = false;
      for (const done of this.#answers.values()) done();
    });
  }

  static async connect(port: number, mn: string): Promise<SoakClient> {
    const client = new SoakClient(connect(port, "127.0.0.1"));
    client.socket.write(
      generate({
        cmd: "connect",
        protocolId: "MQTT",
        protocolVersion: 4,
        clean: true,
        clientId: mn,
        keepalive: 0,
        username: mn,
        password: Buffer.from("x"),
      }),
    );
    await client.answer("connack");
    return client;
  }

  /** Resolves with the next packet of this kind, or when the socket closes. */
  answer(cmd: string): Promise<void> {
    return new Promise((resolve) => this.#answers.set(cmd, resolve));
  }

  subscribe(topics: readonly string[]): Promise<void> {
    const granted = this.answer("suback");
    const subscriptions = topics.map((topic) => ({ topic, qos: 1 as const }));
    this.socket.write(generate({ cmd: "subscribe", messageId: 1, subscriptions }));
    return granted;
  }

  /**
   * Publishes without a pause until `isOver`, then waits for what is not answered yet; resolves with how many never
   * were.
   */
  async saturate(mn: string, isOver: () => boolean): Promise<number> {
    const packets = Array.from({ length: 100 }, (_, i) => publishOf(mn, i + 1));
    const burst = Buffer.concat(packets);
    let sent = this.acknowledged;
    while (!isOver() && this.#isOpen) {
      if (sent - this.acknowledged < WINDOW && this.socket.writableLength < UNSENT_BYTES) {
        this.socket.write(burst);
        sent += packets.length;
      }
      await pause(0);
    }
    const end = Date.now() + SERVED_WITHIN_MS;
    while (this.#isOpen && this.acknowledged < sent && Date.now() < end) await pause(10);
    return this.#isOpen ? sent - this.acknowledged : 0;
  }

  #hear(packet: Packet): void {
    if (packet.cmd === "puback") this.acknowledged += 1;
    if (packet.cmd === "publish" && packet.qos === 1 && packet.messageId !== undefined) {
      this.socket.write(generate({ cmd: "puback", messageId: packet.messageId }));
    }
    this.#answers.get(packet.cmd)?.();
  }
}

export function publishOf(mn: string, messageId: number): Buffer {
  const topic = `outfall/v1/${mn}/readings`;
  return generate({ cmd: "publish", qos: 1, messageId, dup: false, retain: false, topic, payload: PAYLOAD });
}
