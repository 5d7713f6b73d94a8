import { connect, type Socket } from "node:net";
import type { Clock } from "../core/clock.ts";
import type { LineCounts, LineError, LineErrorCode, LineErrorDetail, LinePhase } from "../core/field/upstream-state.ts";
import type { Log } from "../core/log.ts";
import type { Upstream } from "../core/registry/upstream.ts";
import type { Instant } from "../core/time.ts";
import { BackOff } from "../doors/back-off.ts";
import { type AnswerPatience, createAnswerStream } from "./answer-stream.ts";
import { connectionError } from "./connection-error.ts";
import { encodeDraft, type FrameDraft } from "./frame-draft.ts";
import { FrameLanes } from "./frame-lanes.ts";
import { createQnSource } from "./qn-source.ts";
import type { PlatformAnswer } from "./read-answer.ts";
import { ResendWatch } from "./resend-watch.ts";

/** How a line behaves; every figure may be changed, for instance by a test. */
export interface LineTuning extends AnswerPatience {
  /** Frames in flight at a time, of different devices. */
  readonly window: number;
  readonly connectTimeoutMs: number;
  /** How long a 9014 may take before the frame goes again with the same QN. */
  readonly answerTimeoutMs: number;
  readonly resends: number;
  readonly firstRedialMs: number;
  readonly longestRedialMs: number;
  /** A connection that lasted so long resets the back-off, even if nothing was answered. */
  readonly goodLineMs: number;
}

/** 10 s and three resends are HJ 212-2017's figures. */
const DEFAULT_TUNING: LineTuning = {
  window: 8,
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 10_000,
  resends: 3,
  firstRedialMs: 1_000,
  longestRedialMs: 60_000,
  goodLineMs: 60_000,
  tailMs: 100,
  restMs: 3_000,
};

/**
 * So many frames of a device in a row that fail, on as many connections, are the device's fault even if no other device
 * has anything to send.
 */
const MOST_FAILURES = 2;

export interface LineOptions {
  readonly upstream: Pick<Upstream, "id" | "host" | "port" | "edition" | "crc" | "acknowledgedBy" | "answerCrc">;
  readonly clock: Clock;
  readonly log: Log;
  readonly tuning?: Partial<LineTuning>;
}

/** What can be said of a line. */
export interface LineState {
  readonly phase: LinePhase;
  readonly since: Instant;
  readonly counts: LineCounts;
  readonly lastError: LineError | null;
  /** Why the open line is not well. */
  readonly trouble: LineError | null;
  readonly lastAcknowledgedAt: Instant | null;
}

/** A frame that is not answered yet. */
interface InFlight {
  readonly draft: FrameDraft;
  readonly bytes: Uint8Array;
  /** How many frames of all devices were answered when it left. */
  readonly answeredBefore: number;
  resends: number;
  timer: NodeJS.Timeout;
}

/** Called with what becomes of a batch. */
export interface BatchHooks {
  /** The frame is answered. */
  onArrived(draft: FrameDraft): void;
  /**
   * The platform does not accept frames of this device, while it may well accept those of others. True when the caller
   * holds the device and delivers these frames itself; the line then drops them. False, or left out: the line waits for
   * the device as for all others.
   */
  onHeld?(mn: string, frames: readonly FrameDraft[], error: LineError): boolean;
}

interface Batch extends BatchHooks {
  readonly lanes: FrameLanes;
  readonly resolve: (outcome: "delivered" | "stopped") => void;
  /** A frame keeps its QN for as long as it is sent, so that a platform can recognise it. */
  readonly qns: Map<FrameDraft, string>;
}

/**
 * The line to one platform: connects, keeps the connection, and delivers frames until each is answered by a 9014 with
 * its QN. Unanswered frames are sent again. After the last resend, a refusal, or a broken connection the line
 * disconnects, backs off and connects again, for ever. Each MN has at most one frame in flight.
 */
export class UpstreamLine {
  readonly #options: LineOptions;
  readonly #tuning: LineTuning;
  readonly #backOff: BackOff;
  readonly #nextQn: () => string;
  readonly #flights = new Map<string, InFlight>();
  #batch: Batch | undefined;
  #socket: Socket | undefined;
  #isOpen = false;
  #isStopped = false;
  #openedMs: number | undefined;
  #isRefused = false;
  #redial: NodeJS.Timeout | undefined;
  #phase: LinePhase = "connecting";
  #since: Instant;
  /** How often in a row a frame of a device failed. */
  readonly #failures = new Map<string, number>();
  readonly #resends = new ResendWatch();
  #counts = { sent: 0, resent: 0, acknowledged: 0 };
  #lastError: LineError | null = null;
  #lastAcknowledgedAt: Instant | null = null;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#tuning = { ...DEFAULT_TUNING, ...options.tuning };
    const { firstRedialMs: firstMs, longestRedialMs: longestMs } = this.#tuning;
    this.#backOff = new BackOff(options.upstream.id, { firstMs, longestMs });
    this.#nextQn = createQnSource(() => options.clock.now());
    this.#since = options.clock.now();
    this.#dial();
  }

  /**
   * Delivers frames, those of one MN in their order. One batch at a time. Ends with `stopped` when the line is stopped
   * before: what was not answered must be offered again.
   */
  deliver(frames: readonly FrameDraft[], hooks: BatchHooks): Promise<"delivered" | "stopped"> {
    if (this.#batch !== undefined) throw new Error("the line delivers one batch at a time");
    if (this.#isStopped) return Promise.resolve("stopped");
    if (frames.length === 0) return Promise.resolve("delivered");
    return new Promise((resolve) => {
      this.#batch = { ...hooks, lanes: new FrameLanes(frames), resolve, qns: new Map() };
      this.#pump();
    });
  }

  state(): LineState {
    return {
      phase: this.#phase,
      since: this.#since,
      counts: { ...this.#counts },
      lastError: this.#lastError,
      trouble: this.#resends.trouble(),
      lastAcknowledgedAt: this.#lastAcknowledgedAt,
    };
  }

  /** Disconnects at once. What is not answered stays with the caller. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#redial);
    const batch = this.#batch;
    this.#batch = undefined;
    batch?.resolve("stopped");
    const socket = this.#socket;
    if (socket === undefined) return;
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.destroy();
    await closed;
  }

  #dial(): void {
    const { host, port, answerCrc } = this.#options.upstream;
    this.#enter("connecting");
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 });
    const answers = createAnswerStream(answerCrc !== "unchecked", this.#tuning, {
      onAnswer: (answer) => this.#hear(answer),
      onBadFrame: (what) => this.#resends.heard(what),
    });
    const timeout = setTimeout(() => {
      this.#note("unreachable", { code: "not-connected-in-time", facts: { host, port, ms: this.#tuning.connectTimeoutMs } });
      socket.destroy();
    }, this.#tuning.connectTimeoutMs);
    this.#socket = socket;
    socket.on("connect", () => {
      clearTimeout(timeout);
      this.#isOpen = true;
      this.#openedMs = performance.now();
      this.#enter("connected");
      this.#options.log.info({ upstream: this.#options.upstream.id }, "upstream connected");
      this.#pump();
    });
    socket.on("data", (chunk) => answers.push(chunk));
    socket.on("end", () => {
      this.#isOpen = false;
      this.#note("closed", { code: "closed-by-platform", facts: { host, port } });
    });
    socket.on("error", (cause) => this.#note(this.#isOpen ? "closed" : "unreachable", connectionError(host, port, cause)));
    socket.on("close", () => {
      clearTimeout(timeout);
      answers.close();
      this.#hungUp();
    });
  }

  #pump(): void {
    const batch = this.#batch;
    if (batch === undefined) return;
    while (this.#isOpen && this.#flights.size < this.#tuning.window) {
      const draft = batch.lanes.take();
      if (draft === undefined) return;
      this.#send(batch, draft);
    }
  }

  #send(batch: Batch, draft: FrameDraft): void {
    const known = batch.qns.get(draft);
    const qn = known ?? this.#nextQn();
    batch.qns.set(draft, qn);
    const { upstream, clock } = this.#options;
    const { edition, crc } = upstream;
    const bytes = encodeDraft(draft, { qn, edition, now: clock.now(), ...(crc !== undefined && { crc }) });
    this.#counts[known === undefined ? "sent" : "resent"]++;
    const answeredBefore = this.#counts.acknowledged;
    this.#flights.set(qn, { draft, bytes, answeredBefore, resends: 0, timer: this.#startTimer(qn) });
    this.#socket?.write(bytes);
  }

  #startTimer(qn: string): NodeJS.Timeout {
    return setTimeout(() => this.#onSilence(qn), this.#tuning.answerTimeoutMs);
  }

  #onSilence(qn: string): void {
    const flight = this.#flights.get(qn);
    if (flight === undefined) return;
    if (flight.resends === this.#tuning.resends) {
      const { mn, cn } = flight.draft;
      this.#failed(qn, flight, "unanswered", { code: "no-9014", facts: { cn, mn, resends: this.#tuning.resends } });
      return;
    }
    flight.resends++;
    this.#resends.resent(qn, flight.draft, this.#options.clock.now());
    flight.timer = this.#startTimer(qn);
    this.#counts.resent++;
    this.#socket?.write(flight.bytes);
  }

  #hear(answer: PlatformAnswer): void {
    const { qn, kind } = answer;
    const flight = this.#flights.get(qn);
    if (flight === undefined) {
      this.#resends.heardOf(qn);
    } else if (kind === "refused") {
      const { cn, mn } = flight.draft;
      const facts = { cn, mn, answer: answer.cn, code: answer.code };
      this.#failed(qn, flight, "refused", { code: "frame-refused", facts });
    } else if (kind === "acknowledged" || this.#options.upstream.acknowledgedBy === "9011") {
      this.#acknowledge(qn, flight);
    } else {
      this.#resends.heard("only-9011");
    }
    this.#pump();
  }

  #acknowledge(qn: string, flight: InFlight): void {
    clearTimeout(flight.timer);
    this.#flights.delete(qn);
    this.#resends.answered(qn);
    this.#counts.acknowledged++;
    this.#lastAcknowledgedAt = this.#options.clock.now();
    this.#backOff.reset();
    const batch = this.#batch;
    if (batch === undefined) return;
    batch.qns.delete(flight.draft);
    batch.lanes.arrived(flight.draft.mn);
    this.#failures.delete(flight.draft.mn);
    batch.onArrived(flight.draft);
    this.#endIfDone(batch);
  }

  #endIfDone(batch: Batch): void {
    if (batch.lanes.left() > 0) return;
    this.#batch = undefined;
    batch.resolve("delivered");
  }

  /** A frame failed. When others get through, or it is not the first time, the device is at fault and not the line. */
  #failed(qn: string, { draft, answeredBefore, timer }: InFlight, code: LineErrorCode, detail: LineErrorDetail): void {
    const { mn } = draft;
    const batch = this.#batch;
    const failures = (this.#failures.get(mn) ?? 0) + 1;
    this.#failures.set(mn, failures);
    const left = batch?.lanes.leftOf(mn) ?? [];
    // A refusal names its frame. Silence may be that of the whole platform, unless it answered others meanwhile.
    const othersWait = code === "refused" && (batch?.lanes.left() ?? 0) > left.length;
    const isDevices = failures >= MOST_FAILURES || othersWait || this.#counts.acknowledged > answeredBefore;
    const at = this.#options.clock.now();
    if (batch === undefined || !isDevices || batch.onHeld?.(mn, left, { at, code, detail }) !== true) {
      this.#breakOff(code, detail);
      return;
    }
    clearTimeout(timer);
    this.#flights.delete(qn);
    this.#resends.forget(qn);
    this.#failures.delete(mn);
    this.#options.log.warn(
      { upstream: this.#options.upstream.id, mn, code, detail },
      "upstream does not accept a device, the others go on",
    );
    batch.lanes.drop(mn);
    batch.qns.delete(draft);
    this.#endIfDone(batch);
    this.#pump();
  }

  #breakOff(code: LineErrorCode, detail: LineErrorDetail): void {
    this.#note(code, detail);
    this.#isOpen = false;
    this.#isRefused = code === "refused";
    this.#socket?.destroy();
  }

  #hungUp(): void {
    if (this.#openedMs !== undefined && performance.now() - this.#openedMs > this.#tuning.goodLineMs) this.#backOff.reset();
    this.#openedMs = undefined;
    this.#isOpen = false;
    this.#socket = undefined;
    for (const [qn, { timer }] of this.#flights) {
      clearTimeout(timer);
      this.#resends.forget(qn);
    }
    this.#flights.clear();
    this.#batch?.lanes.putBack();
    if (this.#isStopped) return;
    this.#enter("waiting");
    // A platform that refuses is not asked again at once, however well the frames of other devices went.
    const delayMs = this.#isRefused ? this.#tuning.longestRedialMs : this.#backOff.next();
    this.#isRefused = false;
    this.#redial = setTimeout(() => this.#dial(), delayMs);
  }

  #note(code: LineErrorCode, detail: LineErrorDetail): void {
    const { clock, log, upstream } = this.#options;
    const isNews = JSON.stringify(this.#lastError?.detail) !== JSON.stringify(detail);
    this.#lastError = { at: clock.now(), code, detail };
    if (isNews) log.warn({ upstream: upstream.id, code, detail }, "upstream connection lost, connecting again");
  }

  #enter(phase: LinePhase): void {
    this.#phase = phase;
    this.#since = this.#options.clock.now();
  }
}
