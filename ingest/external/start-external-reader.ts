import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import type { OnRefused } from "../../core/field/refusal.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import { BackOff } from "../../doors/back-off.ts";
import { JournalGate } from "../../doors/journal-gate.ts";
import { type ExternalCluster, parseExternalCluster } from "./external-cluster.ts";
import { DEFAULT_EXTERNAL_LIMITS, type ExternalLimits } from "./external-limits.ts";
import { ExternalLink, type LinkContext, type LinkEnd, type MqttVersion } from "./external-link.ts";

/** CONNACK codes for "I do not speak this version": of MQTT 3.1.1, and of MQTT 5. */
const WRONG_VERSION: readonly unknown[] = [0x01, 0x84];
/** How often is looked whether the journal has room again, in case no news of it comes. */
const LOOK_MS = 1_000;

export interface ExternalReaderOptions {
  /** `mqtt(s)://[user:password@]host[:port][?clientId=name&share=group]`. */
  readonly url: string;
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Called with every message that was acknowledged and not journalled. */
  readonly onRefused?: OnRefused;
  /** What differs from `DEFAULT_EXTERNAL_LIMITS`. */
  readonly limits?: Partial<ExternalLimits>;
}

/** A reader of an external MQTT cluster. */
export interface ExternalReader {
  /** True while the cluster has accepted us and our subscriptions. */
  isConnected(): boolean;
  /** Takes nothing more, acknowledges what is on its way to the disk, and leaves the session to the next start. */
  close(): Promise<void>;
}

/**
 * Reads the messages of registered devices from an MQTT cluster, by a shared subscription of QoS 1 in a session that
 * the cluster keeps while we are away. A message is acknowledged to the cluster after the journal has it on the disk,
 * never before. Messages of devices that are not registered are acknowledged, because a shared subscription would stand
 * still behind them, and counted as refused. Connects for ever, with MQTT 5 where it is spoken and 3.1.1 elsewhere;
 * that the cluster is away is no error.
 * @throws TypeError when `url` is no URL of a cluster.
 */
export function startExternalReader(options: ExternalReaderOptions): ExternalReader {
  return new Reader(options, parseExternalCluster(options.url));
}

class Reader implements ExternalReader {
  readonly #context: LinkContext;
  readonly #cluster: ExternalCluster;
  readonly #done: Promise<void>;
  readonly #look: NodeJS.Timeout;
  #link: ExternalLink | undefined;
  #isConnected = false;
  #isClosing = false;
  #wakeUp: (() => void) | undefined;
  #version: MqttVersion = 5;
  #isVersionKnown = false;
  #readyAtMs = Number.POSITIVE_INFINITY;

  constructor(options: ExternalReaderOptions, cluster: ExternalCluster) {
    const limits = { ...DEFAULT_EXTERNAL_LIMITS, ...options.limits };
    const gate = new JournalGate(options.journal, limits.journalPendingBytes);
    this.#cluster = cluster;
    this.#context = { ...options, limits, gate, cluster, onReady: () => this.#onReady() };
    this.#look = setInterval(() => gate.check(), LOOK_MS);
    this.#done = this.#run();
  }

  isConnected(): boolean {
    return this.#isConnected;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#wakeUp?.();
    await this.#link?.stop();
    await this.#done;
    clearInterval(this.#look);
  }

  async #run(): Promise<void> {
    const { counters, limits, log } = this.#context;
    const backOff = new BackOff(this.#cluster.clientId, limits.backOff);
    let attempt = 0;
    while (!this.#isClosing) {
      await this.#room();
      if (this.#isClosing) break;
      this.#readyAtMs = Number.POSITIVE_INFINITY;
      this.#link = new ExternalLink(this.#context, this.#version);
      const end = await this.#link.ended;
      this.#link = undefined;
      const wasConnected = this.#isConnected;
      this.#isConnected = false;
      counters.set("external_connected", 0);
      if (this.#isClosing) break;
      this.#learnVersion(end);
      const facts = { err: end.cause, host: this.#cluster.host, attempt };
      if (wasConnected || attempt === 0) log.warn(facts, "external cluster is away");
      else log.debug(facts, "external cluster is still away");
      if (performance.now() - this.#readyAtMs > limits.settledMs) {
        attempt = 0;
        backOff.reset();
      }
      await this.#wait(backOff.next());
      attempt += 1;
    }
  }

  #onReady(): void {
    this.#readyAtMs = performance.now();
    this.#isConnected = true;
    this.#isVersionKnown = true;
    this.#context.counters.add("external_connects_total");
    this.#context.counters.set("external_connected", 1);
    this.#context.log.info({ host: this.#cluster.host, version: this.#version }, "external cluster is read");
  }

  /** Older brokers refuse MQTT 5 with a code, and some just close. What was accepted once is kept. */
  #learnVersion(end: LinkEnd): void {
    if (end.wasAccepted) this.#isVersionKnown = true;
    if (this.#isVersionKnown) return;
    if (WRONG_VERSION.includes(end.answer) || end.answer === "closed") this.#version = this.#version === 5 ? 4 : 5;
  }

  /** Waits until the journal takes messages: a session that was resumed before would be sent again and again. */
  async #room(): Promise<void> {
    if (this.#context.gate.isOpen()) return;
    await new Promise<void>((resolve) => {
      this.#wakeUp = resolve;
      this.#context.gate.onOpen(resolve);
    });
  }

  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
