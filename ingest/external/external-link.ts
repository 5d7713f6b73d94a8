import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import type { OnRefused } from "../../core/field/refusal.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import type { JournalGate } from "../../doors/journal-gate.ts";
import { OrderedAnswers } from "../../doors/ordered-answers.ts";
import { admitMessage, type MessageRefusal } from "./admit-message.ts";
import { encodePubacks } from "./encode-pubacks.ts";
import { type ExternalCluster, filtersOf } from "./external-cluster.ts";
import type { ExternalLimits } from "./external-limits.ts";

/**
 * For mqtt.js: no acknowledgement now. It goes on with the next packet, and we acknowledge once the journal has this
 * one.
 */
const NOT_YET = new Error("acknowledged later");
const REFUSED_SUBSCRIPTION = 0x80;
const SAMPLE_BYTES = 256;

export type MqttVersion = 4 | 5;

/** What a link needs from the reader around it. */
export interface LinkContext {
  readonly cluster: ExternalCluster;
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  readonly limits: ExternalLimits;
  readonly gate: JournalGate;
  readonly onRefused?: OnRefused;
  /** The cluster has accepted us and our subscriptions. */
  readonly onReady: () => void;
}

/** How a link ended. */
export interface LinkEnd {
  /** It had been accepted by the cluster. */
  readonly wasAccepted: boolean;
  /** A peer was there and closed without a word, or refused with this code. `undefined` when nobody was there. */
  readonly answer: number | "closed" | undefined;
  readonly cause: Error | undefined;
}

/**
 * One connection to the cluster, from CONNECT to its end; it never connects again by itself. Messages go into the
 * journal in the order in which they come and are acknowledged in that order once they are on the disk. mqtt.js hands
 * out one message at a time and would wait for the disk with each, so it is told to go on without an acknowledgement,
 * and the PUBACK is written here.
 */
export class ExternalLink {
  readonly ended: Promise<LinkEnd>;
  readonly #context: LinkContext;
  readonly #client: MqttClient;
  readonly #acks: OrderedAnswers<number>;
  readonly #watchdog: NodeJS.Timeout;
  #isReachable = false;
  #wasAccepted = false;
  #refusal: number | undefined;
  #cause: Error | undefined;
  #isOver = false;
  #isStopping = false;
  #resume: (() => void) | undefined;
  #heardAtMs = performance.now();

  constructor(context: LinkContext, version: MqttVersion) {
    this.#context = context;
    this.#acks = new OrderedAnswers((ids) => this.#acknowledge(ids));
    this.#client = mqtt.connect(clientOptions(context, version));
    this.#client.handleMessage = (packet, next) => this.#take(packet, next);
    for (const event of ["connect", "secureConnect"]) this.#client.stream.once(event, () => this.#reached());
    this.#client.on("connect", () => this.#subscribe());
    this.#client.on("packetreceive", () => this.#heard());
    this.#client.on("error", (error) => this.#fail(error));
    this.ended = new Promise((resolve) => this.#client.once("close", () => resolve(this.#end())));
    const { silenceMs } = context.limits;
    this.#watchdog = setInterval(() => this.#watch(silenceMs), silenceMs / 4);
  }

  /**
   * Takes nothing more, acknowledges what reaches the disk in time, and says goodbye. The cluster keeps the rest for
   * the next link.
   */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#goOn();
    const { closeMs } = this.#context.limits;
    const timer = setTimeout(() => this.#client.stream.destroy(), closeMs);
    await Promise.race([this.#acks.idle(), this.ended]);
    if (this.#wasAccepted) this.#client.end();
    else this.#client.stream.destroy();
    await this.ended;
    clearTimeout(timer);
  }

  #subscribe(): void {
    this.#wasAccepted = true;
    this.#client.subscribe([...filtersOf(this.#context.cluster)], { qos: 1 }, (error, granted) => {
      if (this.#isOver) return;
      const isRefused = granted?.some((one) => one.qos >= REFUSED_SUBSCRIPTION) ?? false;
      if (error || isRefused) this.#fail(error ?? new Error("the cluster refused a subscription"));
      else this.#context.onReady();
    });
  }

  #take(packet: IPublishPacket, next: (error?: Error) => void): void {
    // What is left of a dead connection comes again on the next one.
    if (this.#isOver) return;
    if (!this.#isStopping) this.#offer(packet);
    if (this.#isStopping || this.#context.gate.isOpen()) {
      next(NOT_YET);
      return;
    }
    this.#context.counters.add("external_paused_total");
    this.#resume = () => next(NOT_YET);
    this.#context.gate.onOpen(() => this.#goOn());
  }

  #offer(packet: IPublishPacket): void {
    const { journal, devices, clock, counters, limits } = this.#context;
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    const topic = packet.topic.toString();
    const place = packet.qos === 1 && packet.messageId !== undefined ? this.#acks.reserve(packet.messageId) : undefined;
    counters.add("external_received_total");
    const admitted = admitMessage({ topic, bytes: payload.length }, devices, limits.payloadBytes);
    if (!admitted.ok) {
      this.#noteRefusal(admitted.error, topic, payload);
      place?.release();
      return;
    }
    const entry = { kind: "frame", at: clock.now(), transport: "external", mn: admitted.value.mn, topic, payload } as const;
    journal.append(entry).then(
      () => {
        counters.add("external_journalled_total");
        place?.release();
      },
      (cause: unknown) => this.#fail(cause instanceof Error ? cause : new Error("the journal refused a message", { cause })),
    );
  }

  #noteRefusal({ reason, mn }: MessageRefusal, topic: string, payload: Uint8Array): void {
    const { counters, cluster, onRefused } = this.#context;
    counters.add("external_refused_total", reason);
    // A copy: a view would keep the whole chunk of the socket alive.
    const sample = Uint8Array.from(payload.subarray(0, SAMPLE_BYTES));
    onRefused?.({ transport: "mqtt", mn, reason, detail: { code: "on-topic", facts: { topic } }, address: cluster.host, sample });
  }

  #goOn(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    this.#heard();
    resume?.();
  }

  #reached(): void {
    this.#isReachable = true;
  }

  #heard(): void {
    this.#heardAtMs = performance.now();
  }

  #acknowledge(messageIds: readonly number[]): void {
    if (!this.#isOver && !this.#client.stream.destroyed) this.#client.stream.write(encodePubacks(messageIds));
  }

  /** A cluster that we do not read is not silent. */
  #watch(silenceMs: number): void {
    if (this.#resume !== undefined || performance.now() - this.#heardAtMs <= silenceMs) return;
    this.#fail(new Error("the cluster is silent"));
  }

  #fail(error: Error): void {
    this.#cause ??= error;
    if (!this.#wasAccepted && "code" in error && typeof error.code === "number") this.#refusal ??= error.code;
    this.#client.stream.destroy();
  }

  #end(): LinkEnd {
    this.#isOver = true;
    clearInterval(this.#watchdog);
    // Its timers end; there is no socket any more that it could wait for.
    this.#client.end(true);
    const answer = this.#refusal ?? (this.#isReachable ? "closed" : undefined);
    return { wasAccepted: this.#wasAccepted, answer, cause: this.#cause };
  }
}

function clientOptions({ cluster, limits }: LinkContext, version: MqttVersion): IClientOptions {
  const { receiveMaximum, packetBytes, sessionSeconds } = limits;
  const { share: _, ...address } = cluster;
  return {
    ...address,
    clean: false,
    protocolVersion: version,
    keepalive: limits.keepaliveSeconds,
    connectTimeout: limits.connectTimeoutMs,
    // The reader around us connects again, with jitter, and whatever the cluster answered.
    reconnectPeriod: 0,
    resubscribe: false,
    ...(version === 5 && {
      properties: { receiveMaximum, maximumPacketSize: packetBytes, sessionExpiryInterval: sessionSeconds },
    }),
  };
}
