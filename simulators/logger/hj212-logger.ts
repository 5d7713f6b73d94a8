import { connect, type Socket } from "node:net";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { plus } from "../../core/time.ts";
import { decodeCutFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { createFrameCutter, type FrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import type { Hj212Message } from "../../ingest/codecs/hj212/hj212-message.ts";
import { activatedBy, hardwareFrame, type UnnamedLogger } from "./activation.ts";
import { createBackOff } from "./back-off.ts";
import { createBacklog } from "./backlog.ts";
import { type CommandFacts, CommandHandler } from "./command-handler.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { createQnSource, type Hj212Identity, toHj212Frame } from "./hj212-report.ts";
import type { Logger, LoggerCounts, Report } from "./report.ts";

/** How a logger behaves on its line; every figure may be changed, for instance by a test. */
export interface Hj212LoggerTuning {
  /** Messages on their way at a time. */
  readonly window: number;
  readonly answerTimeoutMs: number;
  readonly resends: number;
  readonly backlog: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

/** 10 s and three resends are HJ 212-2017's figures for a mobile line. */
const DEFAULT_TUNING: Hj212LoggerTuning = {
  window: 16,
  answerTimeoutMs: 10_000,
  resends: 3,
  backlog: 5_000,
  firstRetryMs: 500,
  longestRetryMs: 30_000,
};

export interface Hj212LoggerOptions {
  readonly host: string;
  readonly port: number;
  readonly identity: Hj212Identity;
  readonly clock: Clock;
  readonly log: Log;
  readonly tuning?: Partial<Hj212LoggerTuning>;
  /** A logger without an MN: it says its hardware id until it is told one, and sends nothing before. */
  readonly loggerId?: string;
  /** Left out: the platform's commands are not heard. */
  readonly commands?: CommandFacts;
}

/**
 * Starts a logger that speaks HJ 212-2017 over TCP. A message is delivered when a 9014 with its QN came. Without one it
 * is resent with the same QN; after the last resend the line counts as broken: the logger hangs up, takes everything
 * unanswered back into its backlog, and dials again, for ever. Commands of the platform are obeyed when it is given
 * what it needs for that.
 */
export function startHj212Logger(options: Hj212LoggerOptions): Logger {
  const logger = new Hj212Logger(options);
  logger.dial();
  return logger;
}

interface Waiting {
  readonly report: Queued;
  readonly frame: Uint8Array;
  resends: number;
  timer: NodeJS.Timeout;
}

/** A report and whether it went out before. */
interface Queued {
  readonly report: Report;
  readonly wasSent: boolean;
}

class Hj212Logger implements Logger {
  readonly #options: Hj212LoggerOptions;
  readonly #tuning: Hj212LoggerTuning;
  readonly #backlog;
  readonly #backOff;
  readonly #nextQn: () => string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #deliveries: Deliveries = createDeliveries();
  readonly #commands: CommandHandler | undefined;
  #counts = { sent: 0, acknowledged: 0, resent: 0, refused: 0 };
  #socket: Socket | undefined;
  #isOpen = false;
  /** What it was told to be called, where it had no MN. */
  #givenMn: string | undefined;
  #isStopped = false;
  #redial: NodeJS.Timeout | undefined;

  constructor(options: Hj212LoggerOptions) {
    this.#options = options;
    this.#tuning = { ...DEFAULT_TUNING, ...options.tuning };
    this.#backlog = createBacklog<Queued>(this.#tuning.backlog, (q) => q.report.basis === "realtime");
    const { firstRetryMs: firstMs, longestRetryMs: longestMs } = this.#tuning;
    this.#backOff = createBackOff(options.identity.mn, { firstMs, longestMs });
    const { commands, identity, clock } = options;
    this.#commands =
      commands &&
      new CommandHandler({
        ...{ mn: identity.mn, st: identity.st, facts: commands, clock },
        send: (frame) => this.#socket?.write(frame),
        deliver: (reports) => this.#deliver(reports),
      });
    // The logger's own clock, as far as the platform has set it.
    this.#nextQn = createQnSource(() => plus(clock.now(), this.#commands?.settings.clockAheadMs ?? 0));
  }

  offer(report: Report): void {
    if (this.#commands?.wants(report) === false) return;
    this.#backlog.add({ report, wasSent: false });
    this.#pump();
  }

  counts(): LoggerCounts {
    return { ...this.#counts, dropped: this.#backlog.dropped(), waiting: this.#backlog.size() + this.#waiting.size };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#commands?.close();
    clearTimeout(this.#redial);
    const socket = this.#socket;
    if (socket === undefined) return;
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.destroy();
    await closed;
  }

  dial(): void {
    const { host, port, identity, log } = this.#options;
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const cutter = createFrameCutter({ keysOf: () => this.#keys() });
    this.#socket = socket;
    socket.on("connect", () => {
      this.#isOpen = true;
      this.#sayHardware();
      this.#pump();
    });
    socket.on("data", (chunk) => this.#hear(cutter, chunk));
    socket.on("error", (cause) => log.debug({ mn: identity.mn, cause: cause.message }, "the line failed"));
    socket.on("close", () => this.#hangUp());
  }

  #deliver(reports: readonly Report[]): Promise<void> {
    for (const report of reports) this.#backlog.add({ report, wasSent: false });
    const delivered = this.#deliveries.of(reports);
    this.#pump();
    return delivered;
  }

  #pump(): void {
    while (this.#isOpen && this.#unnamed() === undefined && this.#waiting.size < this.#tuning.window) {
      const next = this.#backlog.take();
      if (next === undefined) return;
      this.#send(next);
    }
  }

  #send(report: Queued): void {
    const qn = this.#nextQn();
    const { identity } = this.#options;
    const password = this.#commands?.settings.password ?? identity.password;
    const frame = toHj212Frame(
      report.report,
      { ...identity, mn: this.#givenMn ?? identity.mn, ...this.#keyOrNone(), password },
      qn,
    );
    this.#counts[report.wasSent ? "resent" : "sent"]++;
    this.#waiting.set(qn, { report, frame, resends: 0, timer: this.#startTimer(qn) });
    this.#socket?.write(frame);
  }

  #unnamed(): UnnamedLogger | undefined {
    const { loggerId, identity } = this.#options;
    const { password, st } = identity;
    return loggerId === undefined || this.#givenMn !== undefined ? undefined : { loggerId, password, st };
  }

  #sayHardware(): void {
    const unnamed = this.#unnamed();
    if (unnamed === undefined || !this.#isOpen) return;
    this.#socket?.write(hardwareFrame(unnamed, this.#nextQn()));
    clearTimeout(this.#redial);
    this.#redial = setTimeout(() => this.#sayHardware(), this.#tuning.answerTimeoutMs);
  }

  #isActivatedBy(message: Hj212Message): boolean {
    const unnamed = this.#unnamed();
    const activated = unnamed && activatedBy(message, unnamed);
    if (activated === undefined) return false;
    this.#givenMn = activated.mn;
    for (const answer of activated.answers) this.#socket?.write(answer);
    return true;
  }

  #keyOrNone(): Pick<Hj212Identity, "sm4Key"> {
    const sm4Key = this.#commands?.settings.sm4Key ?? this.#options.identity.sm4Key;
    return sm4Key === undefined ? {} : { sm4Key };
  }

  #keys(): readonly Uint8Array[] {
    const { sm4Key } = this.#keyOrNone();
    return sm4Key === undefined ? [] : [new TextEncoder().encode(sm4Key)];
  }

  #startTimer(qn: string): NodeJS.Timeout {
    return setTimeout(() => this.#onSilence(qn), this.#tuning.answerTimeoutMs);
  }

  #onSilence(qn: string): void {
    const waiting = this.#waiting.get(qn);
    if (waiting === undefined) return;
    if (waiting.resends === this.#tuning.resends) {
      this.#socket?.destroy();
      return;
    }
    waiting.resends++;
    waiting.timer = this.#startTimer(qn);
    this.#counts.resent++;
    this.#socket?.write(waiting.frame);
  }

  #hear(cutter: FrameCutter, chunk: Uint8Array): void {
    cutter.push(chunk);
    for (let found = cutter.next(); found !== undefined; found = cutter.next()) {
      if (found.kind !== "frame") continue;
      const message = decodeCutFrame(found);
      if (!message.ok) continue;
      if (this.#isActivatedBy(message.value)) continue;
      if (message.value.cn === "9014") this.#acknowledge(message.value.qn);
      else this.#commands?.hear(message.value);
    }
    this.#pump();
  }

  #acknowledge(qn: string): void {
    const waiting = this.#waiting.get(qn);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(qn);
    this.#counts.acknowledged++;
    this.#backOff.reset();
    this.#deliveries.arrived(waiting.report.report);
  }

  #hangUp(): void {
    if (!this.#isOpen) this.#counts.refused++;
    this.#isOpen = false;
    this.#socket = undefined;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#backlog.putBack([...this.#waiting.values()].map((w) => ({ report: w.report.report, wasSent: true })));
    this.#waiting.clear();
    if (!this.#isStopped) this.#redial = setTimeout(() => this.dial(), this.#backOff.next());
  }
}
