import type { Instant } from "../../core/time.ts";
import type { UnknownDevice } from "../gateway/rejected-frames.ts";
import type { MessageRefusal } from "./admit-message.ts";

/** A message of the cluster that was acknowledged and not journalled. */
export interface RefusedMessage extends MessageRefusal {
  readonly at: Instant;
  readonly topic: string;
  /** Its first bytes. */
  readonly sample: Uint8Array;
}

const SAMPLES = 100;
const SAMPLE_BYTES = 512;
const UNKNOWN_DEVICES = 1_000;

/** What was turned away: the newest samples, and who is not registered. Bounded, in memory only. */
export class RefusedMessages {
  readonly #address: string;
  readonly #samples: RefusedMessage[] = [];
  readonly #unknown = new Map<string, UnknownDevice>();

  constructor(address: string) {
    this.#address = address;
  }

  add(refused: Omit<RefusedMessage, "sample">, payload: Uint8Array): void {
    // A copy: a view would keep the whole chunk of the socket alive.
    this.#samples.push({ ...refused, sample: Uint8Array.from(payload.subarray(0, SAMPLE_BYTES)) });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    if (refused.reason === "unknown-device") this.#seeUnknown(refused.mn, refused.at);
  }

  /** The newest 100, oldest first. */
  samples(): readonly RefusedMessage[] {
    return [...this.#samples];
  }

  /** The 1,000 that spoke last, the latest last. */
  unknownDevices(): readonly UnknownDevice[] {
    return [...this.#unknown.values()];
  }

  #seeUnknown(mn: string, at: Instant): void {
    const before = this.#unknown.get(mn);
    this.#unknown.delete(mn);
    const count = (before?.count ?? 0) + 1;
    this.#unknown.set(mn, { mn, address: this.#address, firstSeenAt: before?.firstSeenAt ?? at, lastSeenAt: at, count });
    if (this.#unknown.size <= UNKNOWN_DEVICES) return;
    const [oldest] = this.#unknown.keys();
    if (oldest !== undefined) this.#unknown.delete(oldest);
  }
}
