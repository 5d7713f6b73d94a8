import type { Socket } from "node:net";
import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import type { NewRefusal } from "../../core/field/device-exchange.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import type { DeviceDesk, DeviceLine } from "../../field/device-desk.ts";
import type { CutFrame, RejectedFrame } from "../codecs/hj212/examine-frame.ts";
import { createFrameCutter, type FrameCutter } from "../codecs/hj212/frame-cutter.ts";
import { type AdmittedFrame, admitFrame, type FrameRefusal, type ShownCredential } from "./admit-frame.ts";
import { type AnswerQueue, createAnswerQueue } from "./answer-queue.ts";
import { answerTo } from "./answer-to.ts";
import type { GatewayLimits } from "./gateway-limits.ts";
import type { JournalGate } from "./journal-gate.ts";
import type { Rates } from "./rates.ts";

/** Must be quick and must not throw. */
export type OnRefused = (refusal: Omit<NewRefusal, "at">) => void;

/** What all connections of a gateway share. */
export interface ConnectionContext {
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  readonly limits: GatewayLimits;
  readonly deviceRates: Rates;
  readonly addressRates: Rates;
  readonly gate: JournalGate;
  /** Hears of every frame that was turned away. */
  readonly onRefused?: OnRefused;
  /** Hears every frame that the journal took, and speaks to devices; without it the door only listens. */
  readonly desk?: DeviceDesk;
}

/** One socket of a device. Frames go to the journal in the order they came; the answer of each leaves when it is durable. */
export class Connection {
  private readonly socket: Socket;
  private readonly context: ConnectionContext;
  private readonly address: string;
  private readonly cutter: FrameCutter;
  private readonly answers: AnswerQueue;
  private readonly line: DeviceLine;
  private readonly onKnown: () => void;
  private readonly openedMs: number;
  private lastByteMs: number;
  private tailTimer: NodeJS.Timeout | undefined;
  /** Runs while this connection is read more slowly. */
  private restTimer: NodeJS.Timeout | undefined;
  private endTimer: NodeJS.Timeout | undefined;
  private isHeldByGate = false;
  private hasPeerEnded = false;
  /** It has had its turn, and the others come first. */
  private isYielding = false;
  private shown: ShownCredential | undefined;
  private badInRow = 0;
  private inFlight = 0;
  private countedJunk = 0;
  private discarded = 0;
  /** No frame is taken any more: the peer has ended, or we have. */
  private isEnding = false;

  /** @param onKnown called once, when a known device has spoken */
  constructor(socket: Socket, context: ConnectionContext, onKnown: () => void) {
    this.socket = socket;
    this.onKnown = onKnown;
    this.context = context;
    this.address = socket.remoteAddress ?? "";
    this.cutter = createFrameCutter({ keyOf: (mn) => context.devices.find(mn)?.sm4Key?.() });
    this.openedMs = performance.now();
    this.lastByteMs = this.openedMs;
    this.answers = createAnswerQueue(socket, (unsent) => this.checkUnsent(unsent));
    this.line = { address: this.address, mns: new Set(), send: (frame) => this.send(frame) };
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on("data", (chunk) => this.receive(chunk));
    socket.on("end", () => this.peerEnded());
    socket.on("error", (error) => this.context.log.debug({ address: this.address, error: error.message }, "hj212 socket failed"));
    socket.on("close", () => this.release());
  }

  /** Looks at the clocks of the connection; called now and then. */
  sweep(nowMs: number): void {
    const { limits } = this.context;
    const silentMs = nowMs - this.lastByteMs;
    if (this.shown === undefined && nowMs - this.openedMs > limits.learnMs) this.cutOff("no-mn");
    else if (silentMs > limits.idleMs) this.cutOff("idle");
    else if (this.cutter.waitingFor() === "rest" && silentMs > limits.restMs) this.decideAsItStands();
  }

  /** Takes no more frames, answers those that are on their way to the disk, then ends the socket. */
  finish(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.clearTimers();
    // What the peer still sends is read and let go: closing over unread bytes would reset the connection and lose our last answers.
    this.socket.resume();
    this.endTimer = setTimeout(() => this.destroy(), this.context.limits.closeMs);
    this.endWhenAnswered();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Makes room for somebody else. */
  giveWay(): void {
    this.cutOff("stranger");
  }

  private receive(chunk: Uint8Array): void {
    if (this.isEnding) {
      this.discarded += chunk.length;
      if (this.discarded > this.context.limits.discardBytes) this.destroy();
      return;
    }
    this.lastByteMs = performance.now();
    this.cutter.push(chunk);
    this.pump();
  }

  /** Takes frames until there are none, its turn is over, or somebody asks for patience. */
  private pump(): void {
    for (let taken = 0; this.mayTake(); taken++) {
      if (taken === this.context.limits.framesPerTurn) {
        this.yieldTurn();
        break;
      }
      const found = this.cutter.next();
      if (found === undefined) break;
      this.take(found);
    }
    this.countJunk();
    clearTimeout(this.tailTimer);
    if (this.cutter.waitingFor() !== "tail" || this.isEnding) return;
    this.tailTimer = setTimeout(() => this.decideAsItStands(), this.context.limits.tailMs);
  }

  private decideAsItStands(): void {
    while (this.mayTake()) {
      const found = this.cutter.last();
      if (found === undefined) break;
      this.take(found);
    }
    this.countJunk();
  }

  private mayTake(): boolean {
    if (!this.isFree()) return false;
    if (this.context.gate.isOpen()) return true;
    this.isHeldByGate = true;
    this.socket.pause();
    this.context.gate.onOpen(() => {
      this.isHeldByGate = false;
      this.goOn();
    });
    return false;
  }

  private isFree(): boolean {
    return !(this.isEnding || this.isHeldByGate || this.isYielding) && this.restTimer === undefined;
  }

  /** First what is already here, then what the socket has. */
  private goOn(): void {
    if (!this.isFree()) return;
    this.pump();
    if (!this.isFree()) return;
    if (this.hasPeerEnded) this.endAfterLast();
    else this.socket.resume();
  }

  private yieldTurn(): void {
    this.isYielding = true;
    this.socket.pause();
    setImmediate(() => {
      this.isYielding = false;
      this.goOn();
    });
  }

  private take(found: CutFrame | RejectedFrame): void {
    this.slowDown(this.context.addressRates, this.address, "address-rate");
    if (found.kind === "rejected") {
      this.refuse({ reason: found.code, detail: found.message, mn: "" }, found.sample);
      return;
    }
    const admitted = admitFrame(found, this.context.devices, this.shown);
    if (!admitted.ok) {
      this.refuse(admitted.error, found.bytes.slice(0, 256));
      return;
    }
    const { header, known } = admitted.value;
    this.badInRow = 0;
    if (this.shown === undefined) this.onKnown();
    this.shown = { known, password: header.pw };
    this.journal(found, admitted.value);
    this.slowDown(this.context.deviceRates, header.mn, "device-rate");
  }

  private journal(frame: CutFrame, { header, dataArea, quirks }: AdmittedFrame): void {
    const { journal, clock, counters, desk } = this.context;
    const { mn } = header;
    counters.add("hj212_frames_total");
    const answer = answerTo(header, frame.crc);
    const place = answer === undefined ? undefined : this.answers.reserve(answer);
    this.inFlight++;
    const at = clock.now();
    const entry = { kind: "frame", at, transport: "hj212", mn, topic: "", payload: frame.bytes } as const;
    journal.append(entry).then(
      () => {
        place?.release();
        this.settled();
      },
      (cause: Error) => {
        // Not durable, so not answered: the device keeps its data and sends it again.
        this.context.log.error({ address: this.address, mn, cause: cause.message }, "hj212 frame not journalled");
        this.cutOff("journal-failed");
        this.settled();
      },
    );
    desk?.heard({ mn, at, bytes: frame.bytes, header, dataArea, quirks }, this.line);
  }

  private send(frame: Uint8Array): boolean {
    if (this.isEnding || !this.socket.writable) return false;
    this.socket.write(frame);
    this.checkUnsent(this.socket.writableLength);
    return true;
  }

  private settled(): void {
    this.inFlight--;
    if (this.isEnding) process.nextTick(() => this.endWhenAnswered());
  }

  private slowDown(rates: Rates, sender: string, why: string): void {
    const pauseMs = rates.count(sender, performance.now());
    if (pauseMs > 0) this.rest(pauseMs, why);
  }

  private rest(ms: number, why: string): void {
    this.context.counters.add("hj212_slowed_total", why);
    this.socket.pause();
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      this.restTimer = undefined;
      this.goOn();
    }, ms);
  }

  private refuse(refusal: FrameRefusal, sample: Uint8Array): void {
    const { counters, onRefused, limits } = this.context;
    counters.add("hj212_rejected_total", refusal.reason);
    // Of a frame whose CRC is wrong nobody knows who sent it; who spoke on this line before, or whom it names, is the best guess.
    const mn = refusal.mn || this.shown?.known.device.mn || namedIn(sample);
    onRefused?.({ transport: "hj212", address: this.address, ...refusal, mn, sample });
    this.badInRow++;
    if (this.badInRow < limits.badFramesInRow) return;
    counters.add("hj212_closed_total", "bad-frames");
    this.finish();
  }

  private checkUnsent(unsentBytes: number): void {
    if (unsentBytes > this.context.limits.unsentAnswerBytes) this.cutOff("answers-unread");
  }

  /** May come while frames still wait here: those are taken first. */
  private peerEnded(): void {
    this.hasPeerEnded = true;
    if (this.isFree()) this.endAfterLast();
  }

  private endAfterLast(): void {
    this.decideAsItStands();
    if (this.isFree()) this.finish();
  }

  private endWhenAnswered(): void {
    if (this.inFlight === 0 && this.answers.isEmpty()) this.socket.end();
  }

  private cutOff(why: string): void {
    if (this.socket.destroyed) return;
    this.context.counters.add("hj212_closed_total", why);
    this.context.log.debug({ address: this.address, why }, "hj212 connection closed");
    this.destroy();
  }

  private countJunk(): void {
    const junk = this.cutter.junkBytes() - this.countedJunk;
    if (junk === 0) return;
    this.context.counters.add("hj212_junk_bytes_total", undefined, junk);
    this.countedJunk += junk;
    const pauseMs = Math.floor((junk * 1_000) / this.context.limits.junkBytesPerSecond);
    if (pauseMs > 0 && this.isFree()) this.rest(pauseMs, "junk");
  }

  private clearTimers(): void {
    clearTimeout(this.tailTimer);
    clearTimeout(this.restTimer);
    this.restTimer = undefined;
  }

  private release(): void {
    this.isEnding = true;
    this.context.desk?.lineClosed(this.line);
    this.clearTimers();
    clearTimeout(this.endTimer);
  }
}

/** The MN that the first bytes of a frame name; empty when they name none. */
function namedIn(sample: Uint8Array): string {
  return /MN=([A-Za-z0-9_-]{1,32})[;,]/.exec(Buffer.from(sample).toString("latin1"))?.[1] ?? "";
}
