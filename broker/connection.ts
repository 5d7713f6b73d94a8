import type { Duplex } from "node:stream";
import type { Clock } from "../core/clock.ts";
import type { DayBudgets } from "../doors/day-budgets.ts";
import type { JournalGate } from "../doors/journal-gate.ts";
import { type AnswerPlace, OrderedAnswers } from "../doors/ordered-answers.ts";
import type { SenderRates } from "../doors/sender-rates.ts";
import { AedesSide } from "./aedes-side.ts";
import type { IncomingStream } from "./listeners.ts";
import { FOREIGN_FRAME } from "./web-socket-listener.ts";
import { type CutterLimits, PacketCutter } from "./wire/packet-cutter.ts";
import type { PacketFault } from "./wire/packet-fault.ts";
import { WirePacket } from "./wire/packet-types.ts";
import type { ConnectRequest } from "./wire/read-connect.ts";

/** How much of a packet that is refused is shown. */
export const SAMPLE_BYTES = 256;

/** What a connection needs from the broker around it. */
export interface ConnectionContext {
  readonly gate: JournalGate;
  /** What each device has sent, over all its connections. */
  readonly rates: SenderRates;
  readonly limits: CutterLimits & { readonly drainTimeoutMs: number; readonly lingerMs: number };
  /** What each device has brought today; without it there is no bound. */
  readonly budgets?: DayBudgets;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly clock: Clock;
  /** A whole packet, in its turn. */
  readonly onPacket: (connection: Connection, packet: WirePacket) => void;
  /** The stream broke the rules, with its first bytes; nothing more of it is read. */
  readonly onFault: (connection: Connection, fault: PacketFault, sample: Uint8Array) => void;
  /** The socket was left unread. */
  readonly onPause: (cause: "journal" | "rate" | "day-budget") => void;
  /** The device waits because of what it has brought today. */
  readonly onOverBudget: (connection: Connection) => void;
  /** The client has left our answers unread for too long. */
  readonly onUnread: (connection: Connection) => void;
  /** The connection ends; called once. */
  readonly onLeave: (connection: Connection) => void;
}

/**
 * One stream of a device: decides when it is read, cuts it into packets, and lets answers go in the order of the
 * packets. Whatever ends it, what was acknowledged leaves first, then the socket is closed in the way of its transport.
 */
export class Connection {
  readonly address: string;
  /** The name in the certificate that it had to show; `undefined` where none is asked for. */
  readonly certificateName: string | undefined;
  /** What aedes reads and writes instead of the socket. */
  readonly aedesSide: AedesSide;
  /** The device, once it has shown who it is. */
  mn: string | undefined;
  /** What it said when it came. */
  request: ConnectRequest | undefined;
  /** It said that it goes: no will is published. */
  hasSaidGoodbye = false;
  /** After how many sweeps without a byte the connection is dead; set by CONNECT. */
  idleSweeps = Number.POSITIVE_INFINITY;
  /** The bytes of MQTT: a TCP or TLS socket, or what comes in WebSocket frames. */
  readonly #socket: Duplex;
  readonly #context: ConnectionContext;
  readonly #cutter: PacketCutter;
  readonly #answers = new OrderedAnswers<Uint8Array>((ready) => this.say(ready.length === 1 ? ready[0] : Buffer.concat(ready)));
  readonly #pump = (): void => this.#readOn();
  readonly #onGateOpen = (): void => this.#wake();
  #rateTimer: NodeJS.Timeout | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #isPumping = false;
  #isStarved = false;
  #isHeld = false;
  #isStopped = false;
  #isFinished = false;
  #hasEnded = false;
  #idle = 0;

  constructor({ stream, address, certificateName }: IncomingStream, context: ConnectionContext) {
    this.#socket = stream;
    this.address = address;
    this.certificateName = certificateName;
    this.#context = context;
    this.#cutter = new PacketCutter(context.limits);
    this.aedesSide = new AedesSide({
      write: (bytes, done) => this.#write(bytes, done),
      taken: this.#pump,
      gone: () => this.finish(),
    });
    stream.on("readable", this.#pump);
    stream.on("drain", () => this.#drained());
    stream.on("error", () => {});
    stream.once("end", () => this.#othersEnd());
    stream.once(FOREIGN_FRAME, () => this.finish());
    stream.once("close", () => this.#closed());
  }

  /** A packet was taken that counts for the rate of its device. */
  countPacket(): void {
    if (this.mn !== undefined) this.#context.rates.count(this.mn, this.#context.now());
  }

  /** Takes the next place in the order of answers; it is released once the message is on the disk. */
  expectAnswer(answer: Uint8Array): AnswerPlace {
    return this.#answers.reserve(answer);
  }

  /** Says something that keeps no order with the messages. */
  say(bytes: Uint8Array | undefined): void {
    if (bytes !== undefined) this.#write(bytes, () => {});
  }

  /** Takes no further packet until `proceed`: the client has not been answered yet. */
  hold(): void {
    this.#isHeld = true;
  }

  proceed(): void {
    this.#isHeld = false;
    this.#readOn();
  }

  /** Reads nothing more; what was read is still acknowledged. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Ends the connection: aedes first, then, behind the last answer that is due, the socket. */
  finish(): void {
    this.#isStopped = true;
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#context.onLeave(this);
    this.aedesSide.destroy();
    void this.#answers.idle().then(() => this.#endSocket());
  }

  /** The same without the answers that are due: the disk has failed, or the client does not read them. */
  abort(): void {
    this.#answers.clear();
    this.finish();
  }

  /** Now, whatever is due. */
  destroy(): void {
    this.#socket.destroy();
  }

  /**
   * One interval has passed; true when the client has been silent longer than its keepalive allows. A client we do not
   * read is not silent.
   */
  sweep(): boolean {
    if (this.#isStarved || !this.#answers.isEmpty() || this.#socket.readableLength > 0) this.#idle = 0;
    this.#idle += 1;
    return this.#idle > this.idleSweeps;
  }

  /** True once it has ended; aedes may still be busy with what it said. */
  hasLeft(): boolean {
    return this.#isFinished;
  }

  /** Resolves when our last byte has left, or the socket is gone. */
  ended(): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed || socket.writableFinished) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once("finish", resolve);
      socket.once("close", resolve);
    });
  }

  #readOn(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // What is said meanwhile leaves in one piece.
    this.#socket.cork();
    while (this.#step());
    this.#socket.uncork();
    this.#isPumping = false;
  }

  /** Takes one packet, or the next bytes; false when there is nothing that may be taken now. */
  #step(): boolean {
    if (this.#isStopped || this.#isHeld || this.aedesSide.isFull() || this.#socket.writableNeedDrain) return false;
    if (this.#isOverBudget()) return false;
    const next = this.#cutter.next();
    if (next instanceof WirePacket) this.#context.onPacket(this, next);
    else if (next !== undefined) this.#fault(next);
    else return this.#readChunk();
    return true;
  }

  /** The other side says no more: what it said is still taken and answered. */
  #othersEnd(): void {
    this.#hasEnded = true;
    this.#readOn();
  }

  #readChunk(): boolean {
    if (this.#hasEnded) {
      this.finish();
      return false;
    }
    if (this.#socket.readableLength > 0 && this.#mustWait()) {
      this.#isStarved = true;
      return false;
    }
    this.#isStarved = false;
    const chunk: unknown = this.#socket.read();
    if (!Buffer.isBuffer(chunk)) return false;
    this.#idle = 0;
    this.#cutter.feed(chunk);
    return true;
  }

  /** Asked before each packet: a device that connects anew brings much in its first bytes. */
  #isOverBudget(): boolean {
    const { budgets, clock, now, onPause, onOverBudget } = this.#context;
    if (budgets === undefined || this.mn === undefined) return false;
    const waitMs = budgets.waitMs(this.mn, { at: clock.now(), nowMs: now() });
    if (waitMs === 0) return false;
    if (!this.#isStarved) onPause("day-budget");
    onOverBudget(this);
    this.#isStarved = true;
    this.#rateTimer ??= setTimeout(() => this.#wake(), waitMs);
    return true;
  }

  #fault(fault: PacketFault): void {
    this.#isStopped = true;
    this.#context.onFault(this, fault, this.#cutter.rest(SAMPLE_BYTES));
    this.finish();
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
    this.#rateTimer ??= setTimeout(() => this.#wake(), waitMs);
    return true;
  }

  /** Reads on where the gate was shut or the device was ahead of its rate. */
  #wake(): void {
    clearTimeout(this.#rateTimer);
    this.#rateTimer = undefined;
    this.#readOn();
  }

  #write(bytes: Uint8Array, done: (cause?: Error | null) => void): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) {
      done();
      return;
    }
    const isRead = this.#socket.write(bytes, () => done());
    if (!isRead) this.#drainTimer ??= setTimeout(() => this.#leftUnread(), this.#context.limits.drainTimeoutMs);
  }

  #drained(): void {
    clearTimeout(this.#drainTimer);
    this.#drainTimer = undefined;
    this.#readOn();
  }

  #leftUnread(): void {
    this.#context.onUnread(this);
    this.abort();
    this.destroy();
  }

  /**
   * Ends our side and waits a little for the other one: a socket that is closed with unread bytes in it takes back what
   * we have just said.
   */
  #endSocket(): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    const linger = setTimeout(() => socket.destroy(), this.#context.limits.lingerMs);
    socket.once("close", () => clearTimeout(linger));
    socket.once("end", () => {
      if (socket.writableFinished) socket.destroy();
    });
    socket.removeListener("readable", this.#pump);
    socket.end(() => {
      if (this.mn === undefined || socket.readableEnded) socket.destroy();
    });
    socket.resume();
  }

  #closed(): void {
    this.#answers.clear();
    clearTimeout(this.#rateTimer);
    clearTimeout(this.#drainTimer);
    this.#context.gate.forget(this.#onGateOpen);
    this.finish();
  }
}
