import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { answer9014 } from "../../ingest/codecs/hj212/answer.ts";
import { type DecodeOptions, decodeCutFrame, type Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { createFrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";

/**
 * What the platform does with a frame: `keep-quiet` takes it and loses the answer; `hang-up` takes it and closes;
 * `lose` closes without taking it; `accept` says by 9011 that it has it.
 */
export type Deed =
  | "answer"
  | "answer-without-crlf"
  | "answer-without-crc"
  | "answer-with-wrong-crc"
  | "accept"
  | "answer-in-2005"
  | "keep-quiet"
  | "hold"
  | "hang-up"
  | "lose"
  | "refuse";

/** A platform over a real socket that does with each frame what a test says, and remembers what it took. */
export class FakePlatform implements AsyncDisposable {
  /** Every frame it took, in order, repeats included. */
  readonly taken: Hj212Message[] = [];
  connections = 0;
  readonly #options: DecodeOptions;
  readonly #deedOf: (message: Hj212Message, nth: number) => Deed;
  readonly #sockets = new Set<Socket>();
  readonly #held: (() => void)[] = [];
  #server: Server | undefined;
  #port = 0;
  #heard = 0;

  private constructor(deedOf: (message: Hj212Message, nth: number) => Deed, options: DecodeOptions) {
    this.#deedOf = deedOf;
    this.#options = options;
  }

  /** @param deedOf what to do with the n-th frame that comes in, counted from 1 */
  static async start(
    deedOf: (message: Hj212Message, nth: number) => Deed = () => "answer",
    options: DecodeOptions = {},
  ): Promise<FakePlatform> {
    const platform = new FakePlatform(deedOf, options);
    await platform.open();
    return platform;
  }

  get port(): number {
    return this.#port;
  }

  /** Accepts connections, after an outage on the port it had. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.#accept(socket));
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** An outage: nobody listens, connections are gone. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  /** Says something of its own on every connection. */
  say(bytes: Uint8Array): void {
    for (const socket of this.#sockets) socket.write(bytes);
  }

  /** Gives the answers that were held. */
  release(): void {
    for (const answer of this.#held.splice(0)) answer();
  }

  /** What it took of a device, in order, each run of repeats once. */
  contents(mn: string): readonly string[] {
    const all = this.taken.filter((m) => m.mn === mn).map((m) => m.pairs.map((p) => `${p.factor}-${p.field}=${p.value}`).join());
    return all.filter((text, i) => text !== all[i - 1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #accept(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    const cutter = createFrameCutter();
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("data", (chunk) => {
      cutter.push(chunk);
      for (let found = cutter.next(); found !== undefined && !socket.destroyed; found = cutter.next()) {
        const message = found.kind === "frame" ? decodeCutFrame(found, this.#options) : undefined;
        if (message?.ok !== true) throw new Error("a bad frame came down the line");
        this.#hear(socket, message.value);
      }
    });
  }

  #hear(socket: Socket, message: Hj212Message): void {
    const deed = this.#deedOf(message, ++this.#heard);
    if (deed !== "lose" && deed !== "refuse") this.taken.push(message);
    switch (deed) {
      case "answer":
        socket.write(answer9014(message));
        return;
      case "answer-without-crlf":
        socket.write(answer9014(message).slice(0, -2));
        return;
      case "answer-without-crc":
        socket.write(answer9014(message).slice(0, -6));
        return;
      case "answer-with-wrong-crc":
        socket.write(Buffer.concat([answer9014(message).slice(0, -6), Buffer.from("0000\r\n")]));
        return;
      case "accept": {
        const { qn, mn, pw } = message;
        socket.write(encodeFrame({ qn, st: "91", cn: "9011", pw, mn, flag: 4, cp: "QnRtn=1" }));
        return;
      }
      case "answer-in-2005":
        socket.write(encodeFrame({ st: "91", cn: "9014", cp: `QN=${message.qn};CN=${message.cn}` }));
        return;
      case "hold":
        this.#held.push(() => socket.write(answer9014(message)));
        return;
      case "refuse": {
        const { qn, mn, pw } = message;
        socket.write(encodeFrame({ qn, st: "91", cn: "9011", pw, mn, flag: 4, cp: "QnRtn=3" }));
        return;
      }
      case "hang-up":
      case "lose":
        socket.destroy();
        return;
      case "keep-quiet":
        return;
    }
  }
}
