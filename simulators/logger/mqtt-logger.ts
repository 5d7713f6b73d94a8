import { connect, type MqttClient } from "mqtt";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { formatIso } from "../../core/time.ts";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { type BackOff, createBackOff } from "./back-off.ts";
import { createBacklog } from "./backlog.ts";
import { type CommandFacts, CommandHandler } from "./command-handler.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import type { Logger, LoggerCounts, Report } from "./report.ts";

/** How an MQTT logger behaves; every figure may be changed, for instance by a test. */
export interface MqttLoggerTuning {
  /** Messages on their way at a time. */
  readonly window: number;
  /** Without any PUBACK for so long the connection counts as broken. */
  readonly answerTimeoutMs: number;
  readonly backlog: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

const DEFAULT_TUNING: MqttLoggerTuning = {
  window: 16,
  answerTimeoutMs: 30_000,
  backlog: 5_000,
  firstRetryMs: 500,
  longestRetryMs: 30_000,
};

export interface MqttLoggerOptions {
  readonly host: string;
  readonly port: number;
  readonly mn: string;
  readonly secret: string;
  readonly log: Log;
  readonly tuning?: Partial<MqttLoggerTuning>;
  /** Left out: the platform's commands are not heard. */
  readonly commands?: CommandFacts & { readonly clock: Clock; readonly st: string };
}

/**
 * Starts a logger that publishes JSON readings with QoS 1. A message is delivered when its PUBACK came. The client
 * resends what was unanswered when the connection broke; a publish that fails for good goes back into the logger's own
 * backlog. With what it needs for them, it takes commands of the platform from its topic `down`, answers them as frames
 * of HJ 212 on `hj212`, and sends history as readings.
 */
export function startMqttLogger(options: MqttLoggerOptions): Logger {
  return new MqttLogger(options);
}

class MqttLogger implements Logger {
  readonly #client: MqttClient;
  readonly #topic: string;
  readonly #downTopic: string;
  readonly #tuning: MqttLoggerTuning;
  readonly #backlog;
  readonly #backOff: BackOff;
  readonly #inFlight = new Set<Report>();
  readonly #deliveries: Deliveries = createDeliveries();
  readonly #commands: CommandHandler | undefined;
  readonly #wasSent = new WeakSet<Report>();
  readonly #counts = { sent: 0, acknowledged: 0, resent: 0, refused: 0 };
  #isStopped = false;
  #silence: NodeJS.Timeout | undefined;

  constructor({ host, port, mn, secret, log, tuning, commands }: MqttLoggerOptions) {
    this.#tuning = { ...DEFAULT_TUNING, ...tuning };
    this.#topic = `outfall/v1/${mn}/readings`;
    this.#downTopic = `outfall/v1/${mn}/down`;
    this.#backlog = createBacklog<Report>(this.#tuning.backlog, (r) => r.basis === "realtime");
    this.#backOff = createBackOff(mn, { firstMs: this.#tuning.firstRetryMs, longestMs: this.#tuning.longestRetryMs });
    this.#client = connect({
      host,
      port,
      protocol: "mqtt",
      protocolVersion: 4,
      clientId: `logger-${mn}`,
      username: mn,
      password: secret,
      clean: true,
      keepalive: 60,
      connectTimeout: 10_000,
      reconnectPeriod: this.#backOff.next(),
      reconnectOnConnackError: true,
    });
    this.#commands =
      commands &&
      new CommandHandler({
        ...{ mn, st: commands.st, facts: commands, clock: commands.clock },
        send: (frame) => this.#client.publish(`outfall/v1/${mn}/hj212`, Buffer.from(frame), { qos: 1 }),
        deliver: (reports) => this.#deliver(reports),
      });
    this.#client.on("connect", () => this.#onConnect());
    this.#client.on("message", (_topic, payload) => {
      const message = decodeFrame(payload);
      if (message.ok) this.#commands?.hear(message.value);
    });
    this.#client.on("error", (cause) => {
      this.#counts.refused++;
      log.debug({ mn, cause: cause.message }, "the broker was not reached");
    });
    this.#client.on("close", () => {
      this.#client.options.reconnectPeriod = this.#backOff.next();
    });
  }

  offer(report: Report): void {
    if (this.#commands?.wants(report) === false) return;
    this.#backlog.add(report);
    this.#pump();
  }

  counts(): LoggerCounts {
    return { ...this.#counts, dropped: this.#backlog.dropped(), waiting: this.#backlog.size() + this.#inFlight.size };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#commands?.close();
    clearTimeout(this.#silence);
    await this.#client.endAsync(true);
  }

  #deliver(reports: readonly Report[]): Promise<void> {
    for (const report of reports) this.#backlog.add(report);
    const delivered = this.#deliveries.of(reports);
    this.#pump();
    return delivered;
  }

  #onConnect(): void {
    if (this.#commands !== undefined) this.#client.subscribe(this.#downTopic, { qos: 1 });
    this.#counts.resent += this.#inFlight.size;
    this.#watch();
    this.#pump();
  }

  #pump(): void {
    while (!this.#isStopped && this.#client.connected && this.#inFlight.size < this.#tuning.window) {
      const report = this.#backlog.take();
      if (report === undefined) return;
      this.#publish(report);
    }
  }

  #publish(report: Report): void {
    this.#counts[this.#wasSent.has(report) ? "resent" : "sent"]++;
    this.#wasSent.add(report);
    this.#inFlight.add(report);
    if (this.#inFlight.size === 1) this.#watch();
    const { basis, at, values } = report;
    this.#client.publish(this.#topic, JSON.stringify({ at: formatIso(at), basis, values }), { qos: 1 }, (failure) => {
      this.#inFlight.delete(report);
      this.#watch();
      if (failure) this.#takeBack(report);
      else this.#onAcknowledged(report);
    });
  }

  #onAcknowledged(report: Report): void {
    this.#counts.acknowledged++;
    this.#deliveries.arrived(report);
    this.#backOff.reset();
    this.#pump();
  }

  /** Stays in the backlog until the next connection or report. */
  #takeBack(report: Report): void {
    if (!this.#isStopped) this.#counts.refused++;
    this.#backlog.putBack([report]);
  }

  /**
   * MQTT knows no time-out of a PUBACK: a broker that has gone quiet is left, and everything goes out again on the next
   * connection.
   */
  #watch(): void {
    clearTimeout(this.#silence);
    if (this.#inFlight.size === 0 || this.#isStopped) return;
    this.#silence = setTimeout(() => this.#client.stream.destroy(), this.#tuning.answerTimeoutMs);
  }
}
