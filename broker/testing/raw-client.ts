import { connect as connectSocket, type Socket } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";

/** Bytes to the broker and packets back, with nothing in between that would be polite. */
export class RawClient {
  readonly socket: Socket;
  readonly packets: Packet[] = [];
  #looks: (() => void)[] = [];
  readonly closed: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    const packetParser = parser();
    packetParser.on("packet", (packet: Packet) => {
      this.packets.push(packet);
      for (const look of this.#looks) look();
    });
    socket.on("data", (chunk) => packetParser.parse(chunk));
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  /** Opens a socket and sends nothing. */
  static open(port: number): Promise<RawClient> {
    return new Promise((resolve) => {
      const socket = connectSocket(port, "127.0.0.1", () => resolve(new RawClient(socket)));
    });
  }

  /** Connects as a device and waits for CONNACK. */
  static async connect(port: number, mn: string, more: object = {}): Promise<RawClient> {
    const client = await RawClient.open(port);
    client.send(connectPacket(mn, more));
    await client.next("connack");
    return client;
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet));
  }

  publish(messageId: number, topic: string, payload = "{}", more: object = {}): void {
    this.send({ cmd: "publish", qos: 1, messageId, topic, payload, dup: false, retain: false, ...more });
  }

  /** Resolves with the packets of this kind once there are `count`; rejects when the socket closes before. */
  async next(cmd: string, count = 1): Promise<readonly Packet[]> {
    const found = (): Packet[] => this.packets.filter((packet) => packet.cmd === cmd);
    const enough = new Promise<void>((resolve) => {
      const look = (): void => {
        if (found().length >= count) resolve();
      };
      this.#looks.push(look);
      look();
    });
    await Promise.race([
      enough,
      this.closed.then(() => {
        if (found().length < count) throw new Error(`closed before ${count} ${cmd}`);
      }),
    ]);
    return found();
  }

  /** A round trip: whatever the broker had to say to what was sent before has arrived. */
  async roundTrip(): Promise<void> {
    const before = this.packets.filter((packet) => packet.cmd === "pingresp").length;
    this.send({ cmd: "pingreq" });
    await this.next("pingresp", before + 1);
  }

  messageIds(cmd: string): (number | undefined)[] {
    return this.packets.filter((packet) => packet.cmd === cmd).map((packet) => packet.messageId);
  }

  end(): void {
    this.socket.destroy();
  }
}

/** A CONNECT of the device with the secret that `knownDevices` expects. */
export function connectPacket(mn: string, more: object = {}): Packet {
  return {
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId: "raw",
    keepalive: 60,
    username: mn,
    password: Buffer.from(`secret-of-${mn}`),
    ...more,
  } as Packet;
}
