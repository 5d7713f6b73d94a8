import type { Duplex } from "node:stream";
import type { BackPressure } from "./back-pressure.ts";
import type { RateBucket } from "./device-rates.ts";
import type { Visitor } from "./doors.ts";
import type { PacketScanner, ScanProblem } from "./packet-scanner.ts";

const CONNACK_UNACCEPTABLE_VERSION = Buffer.from([0x20, 0x02, 0x00, 0x01]);

/** What a connection needs from the broker around it. */
export interface ConnectionContext {
  readonly backPressure: BackPressure;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The stream broke the rules; the socket is destroyed. */
  readonly onProblem: (problem: ScanProblem) => void;
  /** The socket was left unread. */
  readonly onPause: (cause: "journal" | "rate") => void;
  /** A device that had shown who it is has gone. */
  readonly onLeave: (mn: string) => void;
}

/** An acknowledgement that waits for its turn. */
interface Slot {
  readonly acknowledge: () => void;
  isDurable: boolean;
}

/**
 * One stream of a device: decides when it is read, looks at every byte before aedes does, and lets acknowledgements go in the order of the
 * messages. aedes takes bytes only through `socket.read()`, so that is where the gate stands: no copy, and no second stream.
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
  readonly #slots: Slot[] = [];
  #bucket: RateBucket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStarved = false;
  #isStopped = false;
  #idle = 0;

  constructor(visitor: Visitor, scanner: PacketScanner, context: ConnectionContext) {
    const socket = visitor.stream;
    this.socket = socket;
    this.address = visitor.address;
    this.certificateName = visitor.certificateName;
    this.#scanner = scanner;
    this.#context = context;
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => (size === 0 ? read(0) : this.#read(read, size));
    socket.once("close", () => this.#close());
  }

  /** The device has shown who it is; from now on its rate and the journal decide when it is read. */
  identify(mn: string, bucket: RateBucket): void {
    this.mn = mn;
    this.#bucket = bucket;
  }

  /** A message was read. */
  countMessage(): void {
    this.#bucket?.take();
  }

  /** Takes the next place in the order of acknowledgements. */
  expectAcknowledgement(acknowledge: () => void): Slot {
    const slot = { acknowledge, isDurable: false };
    this.#slots.push(slot);
    return slot;
  }

  /** The message of this slot is on the disk: acknowledges it, once all before it are. */
  acknowledge(slot: Slot): void {
    slot.isDurable = true;
    while (this.#slots[0]?.isDurable === true && !this.socket.destroyed) this.#slots.shift()?.acknowledge();
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

  /** One interval has passed; true when the client has been silent longer than its keepalive allows. A client we do not read is not silent. */
  sweep(): boolean {
    if (this.#isStarved || this.#slots.length > 0 || this.socket.readableLength > 0) this.#idle = 0;
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
    if (this.#bucket === undefined) return false;
    if (!this.#context.backPressure.isOpen()) {
      if (!this.#isStarved) this.#context.onPause("journal");
      this.#context.backPressure.wait(this);
      return true;
    }
    const waitMs = this.#bucket.waitMs(this.#context.now());
    if (waitMs === 0) return false;
    if (!this.#isStarved) this.#context.onPause("rate");
    this.#timer ??= setTimeout(() => this.wake(), waitMs);
    return true;
  }

  #close(): void {
    if (this.#bucket !== undefined) this.#bucket.users -= 1;
    this.#bucket = undefined;
    this.#slots.length = 0;
    clearTimeout(this.#timer);
    this.#context.backPressure.forget(this);
    if (this.mn !== undefined) this.#context.onLeave(this.mn);
  }
}
