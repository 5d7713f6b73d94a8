import type { Duplex } from "node:stream";
import type { JournalGate } from "../doors/journal-gate.ts";
import { type AnswerPlace, OrderedAnswers } from "../doors/ordered-answers.ts";
import type { SenderRates } from "../doors/sender-rates.ts";
import type { IncomingStream } from "./listeners.ts";
import type { PacketScanner, ScanProblem } from "./packet-scanner.ts";

const CONNACK_UNACCEPTABLE_VERSION = Buffer.from([0x20, 0x02, 0x00, 0x01]);

/** What a connection needs from the broker around it. */
export interface ConnectionContext {
  readonly gate: JournalGate;
  /** What each device has sent, over all its connections. */
  readonly rates: SenderRates;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The stream broke the rules; the socket is destroyed. */
  readonly onProblem: (problem: ScanProblem) => void;
  /** The socket was left unread. */
  readonly onPause: (cause: "journal" | "rate") => void;
  /** A device that had shown who it is has gone. */
  readonly onLeave: (mn: string) => void;
}

/**
 * One stream of a device: decides when it is read, looks at every byte before aedes does, and lets acknowledgements go
 * in the order of the messages. aedes takes bytes only through `socket.read()`, so that is where the gate stands: no
 * copy, and no second stream.
 */
export class Connection {
  /** The bytes of MQTT: a TCP or TLS socket, or what comes in WebSocket frames. */
  readonly socket: Duplex;
  readonly address: string;
  /** The name in the certificate that it had to show; `undefined` where none is asked for. */
  readonly certificateName: string | undefined;
  /** The device, once it has shown who it is. */
  mn: string | undefined;
  /** After how many sweeps without a byte the connection is dead; set by CONNECT. */
  idleSweeps = Number.POSITIVE_INFINITY;
  readonly #context: ConnectionContext;
  readonly #scanner: PacketScanner;
  readonly #answers = new OrderedAnswers<() => void>((ready) => this.#acknowledge(ready), "at-once");
  readonly #onGateOpen = (): void => this.wake();
  #timer: NodeJS.Timeout | undefined;
  #isStarved = false;
  #isStopped = false;
  #idle = 0;

  constructor(incoming: IncomingStream, scanner: PacketScanner, context: ConnectionContext) {
    const socket = incoming.stream;
    this.socket = socket;
    this.address = incoming.address;
    this.certificateName = incoming.certificateName;
    this.#scanner = scanner;
    this.#context = context;
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => (size === 0 ? read(0) : this.#read(read, size));
    socket.once("close", () => this.#close());
  }

  /** The device has shown who it is; from now on its rate and the journal decide when it is read. */
  identify(mn: string): void {
    this.mn = mn;
  }

  /** A message was read. */
  countMessage(): void {
    if (this.mn !== undefined) this.#context.rates.count(this.mn, this.#context.now());
  }

  /** Takes the next place in the order of acknowledgements; it is released once the message is on the disk. */
  expectAcknowledgement(acknowledge: () => void): AnswerPlace {
    return this.#answers.reserve(acknowledge);
  }

  /** Reads nothing more; what was read is still acknowledged. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Reads on where the gate was shut. */
  wake(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isStarved || this.socket.destroyed) return;
    this.#isStarved = false;
    this.socket.emit("readable");
  }

  /**
   * One interval has passed; true when the client has been silent longer than its keepalive allows. A client we do not
   * read is not silent.
   */
  sweep(): boolean {
    if (this.#isStarved || !this.#answers.isEmpty() || this.socket.readableLength > 0) this.#idle = 0;
    this.#idle += 1;
    return this.#idle > this.idleSweeps;
  }

  #read(read: (size?: number) => Buffer | null, size: number | undefined): Buffer | null {
    if (this.#isStopped || this.#mustWait()) {
      this.#isStarved = true;
      return null;
    }
    const chunk = read(size);
    if (chunk === null) return null;
    this.#idle = 0;
    const problem = this.#scanner.scan(chunk);
    if (problem === undefined) return chunk;
    this.#isStopped = true;
    this.#context.onProblem(problem);
    // [MQTT-3.1.2-2]
    if (problem === "protocol-version") this.socket.end(CONNACK_UNACCEPTABLE_VERSION, () => this.socket.destroy());
    else this.socket.destroy();
    return null;
  }

  #mustWait(): boolean {
    if (this.mn === undefined) return false;
    const { gate, rates, now, onPause } = this.#context;
    if (!gate.isOpen()) {
      if (!this.#isStarved) onPause("journal");
      gate.onOpen(this.#onGateOpen);
      return true;
    }
    const waitMs = rates.waitMs(this.mn, now());
    if (waitMs === 0) return false;
    if (!this.#isStarved) onPause("rate");
    this.#timer ??= setTimeout(() => this.wake(), waitMs);
    return true;
  }

  #acknowledge(ready: readonly (() => void)[]): void {
    for (const acknowledge of ready) if (!this.socket.destroyed) acknowledge();
  }

  #close(): void {
    this.#answers.clear();
    clearTimeout(this.#timer);
    this.#context.gate.forget(this.#onGateOpen);
    if (this.mn !== undefined) this.#context.onLeave(this.mn);
  }
}
