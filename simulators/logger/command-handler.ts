import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import type { Instant } from "../../core/time.ts";
import type { Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { type Disobedience, type HistoryBasis, type LoggerSettings, obeyRequest } from "./obey-request.ts";
import type { Report } from "./report.ts";

/** What a logger can be asked for. A logger without it hears no commands, as many in the field. */
export interface CommandFacts {
  readonly factors: readonly string[];
  readonly settings: LoggerSettings;
  history(basis: HistoryBasis, from: Instant, to: Instant): readonly Report[];
  /** What it says to some commands instead of obeying, by CN. */
  readonly instead?: Readonly<Record<string, Disobedience>>;
  /** How long the logger thinks before it answers, and how long it works before it has a result. */
  readonly answerMs: number;
  readonly workMs: number;
}

export interface CommandDeskOptions {
  readonly mn: string;
  readonly st: string;
  readonly facts: CommandFacts;
  readonly clock: Clock;
  /** Sends a frame to the platform at once; nothing happens when the line is gone. */
  readonly send: (frame: Uint8Array) => void;
  /** Delivers reports as all others, and resolves when each is acknowledged. */
  readonly deliver: (reports: readonly Report[]) => Promise<void>;
}

/** How a logger is set when it leaves the factory. */
export function factorySettings(password: string, realtimeSeconds: number, sm4Key?: string): LoggerSettings {
  return {
    overTimeSeconds: 10,
    resendCount: 3,
    realtimeSeconds,
    minuteMinutes: 10,
    password,
    sendsRealtime: true,
    sendsState: false,
    clockAheadMs: 0,
    parameters: {},
    ...(sm4Key !== undefined && { sm4Key }),
  };
}

/**
 * The part of a logger that obeys the platform: one command after the other, each answered, carried out and concluded.
 */
export class CommandHandler {
  readonly #options: CommandDeskOptions;
  #settings: LoggerSettings;
  #lastRealtimeAt = Number.NEGATIVE_INFINITY;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
    this.#settings = options.facts.settings;
  }

  get settings(): LoggerSettings {
    return this.#settings;
  }

  /** Whether a report is to be sent as the logger is set: realtime values may be switched off, or wanted less often. */
  wants(report: Report): boolean {
    if (report.basis !== "realtime") return true;
    const { sendsRealtime, realtimeSeconds } = this.#settings;
    if (!sendsRealtime || report.at - this.#lastRealtimeAt < realtimeSeconds * 1_000) return false;
    this.#lastRealtimeAt = report.at;
    return true;
  }

  /** Takes whatever the platform says; what is no request is nothing to it. */
  hear(message: Hj212Message): void {
    this.#work = this.#work.then(() => this.#obey(message));
  }

  /** Begins nothing more. */
  close(): void {
    this.#isClosed = true;
  }

  async #obey(message: Hj212Message): Promise<void> {
    const { mn, st, facts, clock, send, deliver } = this.#options;
    if (this.#isClosed) return;
    const { factors, history } = facts;
    const instead = facts.instead?.[message.cn];
    const obedience = obeyRequest(message, {
      settings: this.#settings,
      facts: { mn, st, factors, now: clock.now(), history },
      ...(instead !== undefined && { instead }),
    });
    if (obedience === undefined) return;
    await pause(facts.answerMs);
    send(obedience.answer);
    if (obedience.result !== undefined) await pause(facts.workMs);
    for (const frame of obedience.data) send(frame);
    if (obedience.history.length > 0) await deliver(obedience.history);
    if (obedience.result !== undefined) send(obedience.result);
    this.#settings = obedience.settings;
  }
}
