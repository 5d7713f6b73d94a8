import { connect, type MqttClient } from "mqtt";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import type { Door } from "../fleet/start-fleet.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import type { ScriptMessage } from "../scenarios/scenario-script.ts";
import { type Ear, type Line, type LineCounts, type LineTuning, NO_COUNTS } from "./line.ts";

const RETRY_MS = 200;

/**
 * Opens the line of one MQTT device: QoS 1, a PUBACK answers. A device that is not let in gives its messages up after
 * the last try.
 */
export function openMqttLine(door: Door, mn: string, tuning: LineTuning, ear?: Ear): Line {
  return new MqttLine(door, { mn, ear }, tuning);
}

class MqttLine implements Line {
  readonly #mn: string;
  readonly #tuning: LineTuning;
  readonly #client: MqttClient;
  #queue: ScriptMessage[] = [];
  readonly #flying = new Set<ScriptMessage>();
  readonly #idle = new Set<() => void>();
  #counts: { -readonly [K in keyof LineCounts]: number } = { ...NO_COUNTS };
  #silence: NodeJS.Timeout | undefined;
  #isGivenUp = false;
  #hasBeenAnswered = false;

  constructor(door: Door, { mn, ear }: { readonly mn: string; readonly ear: Ear | undefined }, tuning: LineTuning) {
    this.#mn = mn;
    this.#tuning = tuning;
    const { secret } = simulatedDevice(Number(mn.slice(-15)));
    this.#client = connect({
      ...door,
      protocol: "mqtt",
      protocolVersion: 4,
      clientId: `scenario-${mn}`,
      username: mn,
      password: secret,
      reconnectPeriod: RETRY_MS,
      reconnectOnConnackError: true,
    });
    this.#client.on("connect", () => {
      if (ear !== undefined) this.#client.subscribe(`outfall/v1/${mn}/down`, { qos: 1 });
      this.#counts.resent += this.#flying.size;
      this.#pump();
    });
    this.#client.on("packetreceive", () => {
      this.#hasBeenAnswered = true;
    });
    this.#client.on("message", (_topic, payload) => {
      const message = decodeFrame(payload);
      if (message.ok) ear?.(message.value);
    });
    this.#client.on("error", () => {
      // The line tries again until its time is over.
    });
  }

  send(message: ScriptMessage): void {
    if (this.#isGivenUp) this.#counts.refused++;
    else this.#queue.push(message);
    this.#pump();
  }

  say(frame: Uint8Array): void {
    if (this.#client.connected) this.#client.publish(`outfall/v1/${this.#mn}/hj212`, Buffer.from(frame), { qos: 1 });
  }

  settled(): Promise<void> {
    if (this.waiting() === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }

  counts(): LineCounts {
    return { ...this.#counts };
  }

  waiting(): number {
    return this.#queue.length + this.#flying.size;
  }

  hasBeenAnswered(): boolean {
    return this.#hasBeenAnswered;
  }

  giveUp(): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#counts.refused += this.#queue.length + this.#flying.size;
    this.#queue = [];
    this.#flying.clear();
    this.#client.end(true);
    this.#pump();
  }

  async close(): Promise<void> {
    clearTimeout(this.#silence);
    await this.#client.endAsync(true);
  }

  #pump(): void {
    while (this.#client.connected && this.#flying.size < this.#tuning.window) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#publish(next);
    }
    this.#watch();
    if (this.waiting() > 0) return;
    for (const tell of this.#idle) tell();
    this.#idle.clear();
  }

  #publish(message: ScriptMessage): void {
    this.#counts.sent++;
    this.#flying.add(message);
    const [payload = new Uint8Array()] = message.writes;
    this.#client.publish(message.topic, Buffer.from(payload), { qos: 1 }, (failure) => {
      if (!this.#flying.delete(message)) return;
      this.#counts[failure ? "refused" : "acknowledged"]++;
      this.#pump();
    });
  }

  /** Anything that is answered starts the line's timeout anew. */
  #watch(): void {
    clearTimeout(this.#silence);
    if (this.waiting() === 0) return;
    this.#silence = setTimeout(() => this.giveUp(), this.#tuning.answerTimeoutMs * (this.#tuning.resends + 1));
  }
}
