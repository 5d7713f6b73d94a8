import { connect as connectSocket, type Socket } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";

/** What was said of a message, to be held against what is answered. */
interface Said {
  readonly id: number;
  readonly content: number;
}

/**
 * A client of a story: says what it is told to, in as many writes as it is told, and takes every answer for that to the
 * oldest packet of its kind [MQTT-4.6.0-2, 4.6.0-3].
 */
export class StoryClient {
  readonly closed: Promise<void>;
  /** What CONNACK said; `undefined` while none has come. */
  sessionPresent: boolean | undefined;
  readonly #socket: Socket;
  readonly #onAcknowledged: (content: number) => void;
  /** Packets that were said and have not left. */
  #unsent: Buffer[] = [];
  #saidUnsent: (() => void)[] = [];
  readonly #wanted: { readonly puback: Said[]; readonly pubrec: Said[]; readonly pubcomp: number[]; connack: number } = {
    puback: [],
    pubrec: [],
    pubcomp: [],
    connack: 0,
  };
  #pings = 0;
  #looks: (() => void)[] = [];
  #isClosed = false;
  #fault: Error | undefined;

  constructor(door: { readonly host: string; readonly port: number }, onAcknowledged: (content: number) => void) {
    this.#onAcknowledged = onAcknowledged;
    this.#socket = connectSocket(door.port, door.host);
    this.#socket.setNoDelay(true);
    const packets = parser();
    packets.on("packet", (packet: Packet) => this.#hear(packet));
    this.#socket.on("data", (chunk) => packets.parse(chunk));
    this.#socket.on("error", () => {});
    this.closed = new Promise((resolve) =>
      this.#socket.once("close", () => {
        this.#isClosed = true;
        this.#look();
        resolve();
      }),
    );
  }

  say(packet: Packet): void {
    this.#unsent.push(generate(packet));
    this.#saidUnsent.push(() => this.#expect(packet));
  }

  /** A message with what it says, known by a number. */
  publish(packet: Packet & { readonly cmd: "publish" }, content: number): void {
    this.#unsent.push(generate(packet));
    const said = { id: packet.messageId ?? 0, content };
    this.#saidUnsent.push(() => {
      if (packet.qos === 1) this.#wanted.puback.push(said);
      if (packet.qos === 2) this.#wanted.pubrec.push(said);
    });
  }

  /** Writes what was said in one piece. */
  send(): void {
    for (const said of this.#saidUnsent.splice(0)) said();
    this.#socket.write(Buffer.concat(this.#unsent.splice(0)));
  }

  /** Writes, and waits until everything that is due has come or the connection is gone. */
  async settle(): Promise<void> {
    this.say({ cmd: "pingreq" });
    this.send();
    await this.#until(() => this.#isAnswered());
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Writes only the first part of what was said, then breaks the socket. What was written whole may yet be taken. */
  async cut(share: number): Promise<void> {
    const bytes = Buffer.concat(this.#unsent.splice(0));
    this.#saidUnsent = [];
    this.#socket.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => this.#socket.resetAndDestroy());
    await this.closed;
  }

  /** Ends its side and hears the rest. Whoever has ended hears everything that is due. */
  async end(isPolite: boolean): Promise<void> {
    if (isPolite) this.say({ cmd: "disconnect" });
    for (const said of this.#saidUnsent.splice(0)) said();
    this.#socket.end(Buffer.concat(this.#unsent.splice(0)));
    await this.closed;
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** True when nothing is due any more. */
  hasEverything(): boolean {
    const { puback, pubrec, pubcomp } = this.#wanted;
    return puback.length + pubrec.length + pubcomp.length === 0;
  }

  #isAnswered(): boolean {
    return (
      this.#isClosed || this.#fault !== undefined || (this.hasEverything() && this.#wanted.connack === 0 && this.#pings === 0)
    );
  }

  #expect(packet: Packet): void {
    if (packet.cmd === "connect") this.#wanted.connack += 1;
    if (packet.cmd === "pingreq") this.#pings += 1;
    if (packet.cmd === "pubrel") this.#wanted.pubcomp.push(packet.messageId ?? 0);
  }

  #hear(packet: Packet): void {
    const { puback, pubrec, pubcomp } = this.#wanted;
    if (packet.cmd === "connack") {
      this.sessionPresent = packet.sessionPresent;
      this.#wanted.connack -= 1;
    } else if (packet.cmd === "pingresp") this.#pings -= 1;
    else if (packet.cmd === "puback") this.#acknowledge(packet, puback.shift());
    else if (packet.cmd === "pubrec") this.#acknowledge(packet, pubrec.shift());
    else if (packet.cmd !== "pubcomp" || pubcomp.shift() !== packet.messageId) {
      this.#fault ??= new Error(`not due: ${JSON.stringify(packet)}`);
    }
    this.#look();
  }

  #acknowledge(packet: Packet, said: Said | undefined): void {
    if (said === undefined || said.id !== packet.messageId) this.#fault ??= new Error(`not due: ${JSON.stringify(packet)}`);
    else this.#onAcknowledged(said.content);
  }

  #look(): void {
    for (const look of this.#looks) look();
  }

  async #until(holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (holds()) resolve();
      };
      this.#looks.push(look);
      look();
    });
    this.#looks = [];
  }
}
