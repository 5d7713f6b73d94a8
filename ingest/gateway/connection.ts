import type { Socket } from "node:net";
import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import { type DeviceDirectory, keysOf } from "../../core/field/devices.ts";
import type { DeviceConnection, FrameObserver } from "../../core/field/frame-observer.ts";
import type { OnRefused } from "../../core/field/refusal.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import type { DayBudgets, Moment } from "../../doors/day-budgets.ts";
import type { JournalGate } from "../../doors/journal-gate.ts";
import { OrderedAnswers } from "../../doors/ordered-answers.ts";
import { senderOf } from "../../doors/sender-of.ts";
import type { SenderRates } from "../../doors/sender-rates.ts";
import type { CutFrame, RejectedFrame } from "../codecs/hj212/examine-frame.ts";
import { createFrameCutter, type FrameCutter } from "../codecs/hj212/frame-cutter.ts";
import { type Activation, activationOf } from "./activation.ts";
import { type AdmittedFrame, admitFrame, type FrameRefusal, type PasswordTries, type ShownCredential } from "./admit-frame.ts";
import { answerTo } from "./answer-to.ts";
import type { GatewayLimits } from "./gateway-limits.ts";
import { namedIn } from "./named-in.ts";
import type { PasswordBrake } from "./password-brake.ts";

/** What all connections of a gateway share. */
export interface ConnectionContext {
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  readonly limits: GatewayLimits;
  readonly deviceRates: SenderRates;
  readonly addressRates: SenderRates;
  readonly gate: JournalGate;
  /** What each device has brought today; without it there is no bound. */
  readonly budgets?: DayBudgets;
  readonly brake: PasswordBrake;
  /** Called with every frame that was refused. */
  readonly onRefused?: OnRefused;
  /** Told what devices say, so that they can be spoken to. Without it the gateway only listens. */
  readonly observer?: FrameObserver;
}

/**
 * One socket of a device. Frames go to the journal in the order they came; the answer of each leaves when it is
 * durable.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #address: string;
  /** Whose rate its frames count for. */
  readonly #sender: string;
  readonly #cutter: FrameCutter;
  readonly #answers: OrderedAnswers<Uint8Array>;
  readonly #onGateOpen = (): void => this.#gateOpened();
  readonly #toDevices: DeviceConnection;
  readonly #tries: PasswordTries;
  readonly #onKnown: (mn: string) => void;
  readonly #openedMs: number;
  #lastByteMs: number;
  #tailTimer: NodeJS.Timeout | undefined;
  /** Runs while this connection is read more slowly. */
  #restTimer: NodeJS.Timeout | undefined;
  #endTimer: NodeJS.Timeout | undefined;
  #isHeldByGate = false;
  #hasPeerEnded = false;
  /** Its share of this turn of the event loop is used up: other connections come first. */
  #isYielding = false;
  #shown: ShownCredential | undefined;
  /** A good frame of a device that has to wait: it is taken before anything else. */
  #waiting: { readonly frame: CutFrame; readonly admitted: AdmittedFrame } | undefined;
  #badInRow = 0;
  #inFlight = 0;
  #countedJunk = 0;
  #discarded = 0;
  /** No more frames are taken: the peer has ended, or we have. */
  #isEnding = false;

  /** @param onKnown called once, when a known device has spoken, with its MN */
  constructor(socket: Socket, context: ConnectionContext, onKnown: (mn: string) => void) {
    this.#socket = socket;
    this.#onKnown = onKnown;
    this.#context = context;
    this.#address = socket.remoteAddress ?? "";
    this.#sender = senderOf(this.#address);
    this.#cutter = createFrameCutter({ keysOf: (mn) => keysOf(context.devices.find(mn)) });
    this.#openedMs = performance.now();
    this.#lastByteMs = this.#openedMs;
    this.#answers = new OrderedAnswers((ready) => this.#writeAll(ready));
    this.#tries = {
      may: ({ device }) => context.brake.mayTry(this.#sender, device.mn, device, performance.now()),
      failed: ({ device }) => context.brake.fail(this.#sender, device.mn, device, performance.now()),
    };
    this.#toDevices = { address: this.#address, send: (frame) => this.#send(frame) };
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("end", () => this.#peerEnded());
    socket.on("error", (error) =>
      this.#context.log.debug({ address: this.#address, error: error.message }, "hj212 socket failed"),
    );
    socket.on("close", () => this.#release());
  }

  /** Looks at the clocks of the connection; called now and then. */
  sweep(nowMs: number): void {
    const { limits } = this.#context;
    const silentMs = nowMs - this.#lastByteMs;
    if (this.#shown === undefined && nowMs - this.#openedMs > limits.learnMs) this.#cutOff("no-mn");
    else if (silentMs > limits.idleMs) this.#cutOff("idle");
    else if (this.#cutter.waitingFor() === "rest" && silentMs > limits.restMs) this.#decideAsItStands();
  }

  /** Takes no more frames, answers those that are on their way to the disk, then ends the socket. */
  finish(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#clearTimers();
    // What the peer still sends is read and dropped: closing with unread bytes would reset the connection and lose our
    // last answers.
    this.#socket.resume();
    this.#endTimer = setTimeout(() => this.destroy(), this.#context.limits.closeMs);
    this.#endWhenAnswered();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Closes the connection to make room for another one. */
  giveWay(): void {
    this.#cutOff("stranger");
  }

  /** Ends the connection because its device has opened others meanwhile. */
  makeWay(mn: string, limit: number): void {
    const { counters, onRefused } = this.#context;
    counters.add("hj212_closed_total", "too-many-sockets");
    const detail = { code: "sockets-beyond-limit", facts: { limit } } as const;
    const told = { reason: "too-many-sockets", detail, sample: new Uint8Array(0) };
    onRefused?.({ transport: "hj212", mn, address: this.#address, ...told });
    this.finish();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isEnding) {
      this.#discarded += chunk.length;
      if (this.#discarded > this.#context.limits.discardBytes) this.destroy();
      return;
    }
    this.#lastByteMs = performance.now();
    this.#cutter.push(chunk);
    this.#pump();
  }

  /** Takes frames until there are none, its share of this turn of the event loop is used up, or back-pressure is on. */
  #pump(): void {
    if (this.#waiting !== undefined && this.#mayTake()) this.#takeWaiting();
    for (let taken = 0; this.#mayTake(); taken++) {
      if (taken === this.#context.limits.framesPerTurn) {
        this.#yieldTurn();
        break;
      }
      const found = this.#cutter.next();
      if (found === undefined) break;
      this.#take(found);
    }
    this.#countJunk();
    clearTimeout(this.#tailTimer);
    if (this.#cutter.waitingFor() !== "tail" || this.#isEnding) return;
    this.#tailTimer = setTimeout(() => this.#decideAsItStands(), this.#context.limits.tailMs);
  }

  #decideAsItStands(): void {
    while (this.#mayTake()) {
      const found = this.#cutter.last();
      if (found === undefined) break;
      this.#take(found);
    }
    this.#countJunk();
  }

  #mayTake(): boolean {
    if (!this.#isFree()) return false;
    if (this.#context.gate.isOpen()) return true;
    this.#isHeldByGate = true;
    this.#socket.pause();
    this.#context.gate.onOpen(this.#onGateOpen);
    return false;
  }

  #gateOpened(): void {
    this.#isHeldByGate = false;
    this.#goOn();
  }

  #isFree(): boolean {
    return !(this.#isEnding || this.#isHeldByGate || this.#isYielding) && this.#restTimer === undefined;
  }

  /** Takes what was read already, then reads on. */
  #goOn(): void {
    if (!this.#isFree()) return;
    this.#pump();
    if (!this.#isFree()) return;
    if (this.#hasPeerEnded) this.#endAfterLast();
    else this.#socket.resume();
  }

  #yieldTurn(): void {
    this.#isYielding = true;
    this.#socket.pause();
    setImmediate(() => {
      this.#isYielding = false;
      this.#goOn();
    });
  }

  #take(found: CutFrame | RejectedFrame): void {
    this.#slowDown(this.#context.addressRates, this.#sender, "address-rate");
    if (found.kind === "rejected") {
      this.#refuse({ reason: found.code, detail: found.detail, mn: "" }, found.sample);
      return;
    }
    const activation = this.#shown === undefined ? activationOf(found, this.#context.devices, this.#tries) : undefined;
    if (activation !== undefined) {
      this.#activate(activation, found);
      return;
    }
    const admitted = admitFrame(found, this.#context.devices, { shown: this.#shown, tries: this.#tries });
    if (!admitted.ok) {
      this.#refuse(admitted.error, found.bytes.slice(0, 256));
      return;
    }
    const { header, known } = admitted.value;
    this.#badInRow = 0;
    if (this.#shown === undefined) this.#onKnown(header.mn);
    this.#shown = { known, password: header.pw };
    this.#waiting = { frame: found, admitted: admitted.value };
    this.#takeWaiting();
  }

  #activate({ answer, mn, refusal }: Activation, { bytes }: CutFrame): void {
    this.#write(answer);
    if (refusal !== undefined) this.#refuse(refusal, bytes.slice(0, 256));
    else if (mn !== undefined) this.#context.observer?.activating?.(mn, this.#toDevices);
  }

  /** Journals the frame that waits, unless its device has to wait on. */
  #takeWaiting(): void {
    if (this.#waiting === undefined) return;
    const { frame, admitted } = this.#waiting;
    const { mn } = admitted.header;
    const { budgets, deviceRates } = this.#context;
    const waitMs = budgets?.waitMs(mn, this.#moment()) ?? 0;
    if (waitMs > 0) {
      this.#tellOverBudget(mn);
      this.#rest(waitMs, "day-budget");
      return;
    }
    this.#waiting = undefined;
    budgets?.spend(mn, frame.bytes, this.#moment());
    this.#journal(frame, admitted);
    this.#slowDown(deviceRates, mn, "device-rate");
  }

  #moment(): Moment {
    return { at: this.#context.clock.now(), nowMs: performance.now() };
  }

  #tellOverBudget(mn: string): void {
    const notice = this.#context.budgets?.notice(mn);
    const where = { transport: "hj212", mn, address: this.#address } as const;
    if (notice !== undefined) this.#context.onRefused?.({ ...where, ...notice, sample: new Uint8Array(0) });
  }

  #journal(frame: CutFrame, { header, dataArea, quirks, known }: AdmittedFrame): void {
    const { journal, clock, counters, observer } = this.#context;
    const { mn } = header;
    counters.add("hj212_frames_total");
    const answer = answerTo(header, known.device.crc ?? "standard");
    const place = answer === undefined ? undefined : this.#answers.reserve(answer);
    this.#inFlight++;
    const at = clock.now();
    const entry = { kind: "frame", at, transport: "hj212", mn, topic: "", payload: frame.bytes } as const;
    journal.append(entry).then(
      () => {
        place?.release();
        this.#settled();
      },
      (cause: Error) => {
        // Not durable, so not answered: the device keeps its data and sends it again.
        this.#context.log.error({ address: this.#address, mn, cause: cause.message }, "hj212 frame not journalled");
        this.#cutOff("journal-failed");
        this.#settled();
      },
    );
    observer?.heard({ mn, at, bytes: frame.bytes, header, dataArea, quirks }, this.#toDevices);
  }

  #send(frame: Uint8Array): boolean {
    if (this.#isEnding || !this.#socket.writable) return false;
    this.#write(frame);
    return true;
  }

  #writeAll(answers: readonly Uint8Array[]): void {
    const [first] = answers;
    if (first !== undefined && this.#socket.writable) this.#write(answers.length === 1 ? first : Buffer.concat(answers));
  }

  #write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
    if (this.#socket.writableLength > this.#context.limits.unsentAnswerBytes) this.#cutOff("answers-unread");
  }

  #settled(): void {
    this.#inFlight--;
    if (this.#isEnding) process.nextTick(() => this.#endWhenAnswered());
  }

  #slowDown(rates: SenderRates, sender: string, why: string): void {
    const pauseMs = rates.count(sender, performance.now());
    if (pauseMs > 0) this.#rest(pauseMs, why);
  }

  #rest(ms: number, why: string): void {
    this.#context.counters.add("hj212_slowed_total", why);
    this.#socket.pause();
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#restTimer = undefined;
      // Whom we did not read was not silent.
      this.#lastByteMs = performance.now();
      this.#goOn();
    }, ms);
  }

  #refuse(refusal: FrameRefusal, sample: Uint8Array): void {
    const { counters, onRefused, limits } = this.#context;
    counters.add("hj212_rejected_total", refusal.reason);
    // Of a frame whose CRC is wrong nobody knows who sent it; who spoke on this line before, or whom it names, is the
    // best guess.
    const mn = refusal.mn || this.#shown?.known.device.mn || namedIn(sample);
    onRefused?.({ transport: "hj212", address: this.#address, ...refusal, mn, sample });
    this.#badInRow++;
    if (this.#badInRow < limits.badFramesInRow) return;
    counters.add("hj212_closed_total", "bad-frames");
    this.finish();
  }

  /** May come while frames still wait here; those are taken first. */
  #peerEnded(): void {
    this.#hasPeerEnded = true;
    if (this.#isFree()) this.#endAfterLast();
  }

  #endAfterLast(): void {
    this.#decideAsItStands();
    if (this.#isFree()) this.finish();
  }

  #endWhenAnswered(): void {
    if (this.#inFlight === 0 && this.#answers.isEmpty()) this.#socket.end();
  }

  #cutOff(why: string): void {
    if (this.#socket.destroyed) return;
    this.#context.counters.add("hj212_closed_total", why);
    this.#context.log.debug({ address: this.#address, why }, "hj212 connection closed");
    this.destroy();
  }

  #countJunk(): void {
    const junk = this.#cutter.junkBytes() - this.#countedJunk;
    if (junk === 0) return;
    this.#context.counters.add("hj212_junk_bytes_total", undefined, junk);
    this.#countedJunk += junk;
    const pauseMs = Math.floor((junk * 1_000) / this.#context.limits.junkBytesPerSecond);
    if (pauseMs > 0 && this.#isFree()) this.#rest(pauseMs, "junk");
  }

  #clearTimers(): void {
    clearTimeout(this.#tailTimer);
    clearTimeout(this.#restTimer);
    this.#restTimer = undefined;
  }

  #release(): void {
    this.#isEnding = true;
    this.#answers.clear();
    this.#context.gate.forget(this.#onGateOpen);
    this.#context.observer?.connectionClosed(this.#toDevices);
    this.#clearTimers();
    clearTimeout(this.#endTimer);
  }
}
