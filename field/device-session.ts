import type { DeviceConnection } from "../core/field/frame-observer.ts";
import type { Edition } from "../core/registry/edition.ts";
import { type Instant, instant } from "../core/time.ts";
import { ClockWatch } from "./clock-watch.ts";
import type { DeviceRecord } from "./device-record.ts";
import type { ExchangeRunner } from "./exchange-runner.ts";

/** How long a device is left alone after a request could not be sent to it. */
const REST_MS = 3_000;
const ACTIVATION_REST_MS = 60_000;

/** What the gateway keeps of one device while it runs. */
export class DeviceSession {
  readonly record: DeviceRecord;
  readonly clock = new ClockWatch();
  /** Connections on which the device has spoken, the newest last. */
  readonly connections: DeviceConnection[] = [];
  /** A client of the device is connected to our broker. */
  isAtBroker = false;
  /** The request that is under way. */
  runner: ExchangeRunner | undefined;
  /** Its last data came in clear, whatever key it has. */
  speaksClear = false;
  /** The password that it showed last. */
  pw = "";
  /** When it was last logged that the device speaks from another address. */
  moveLoggedAt: Instant = instant(0);
  #activatedMs = Number.NEGATIVE_INFINITY;
  #lastQn: Instant = instant(0);
  #notBeforeMs = 0;

  constructor(record: DeviceRecord) {
    this.record = record;
  }

  /** True while a connection of the device is open. */
  get isConnected(): boolean {
    return this.isAtBroker || this.connections.length > 0;
  }

  attach(connection: DeviceConnection): void {
    this.connections.push(connection);
    this.#notBeforeMs = 0;
  }

  detach(connection: DeviceConnection): void {
    this.connections.splice(this.connections.indexOf(connection), 1);
  }

  /** Requests to the device rest for a while. */
  rest(nowMs: number): void {
    this.#notBeforeMs = nowMs + REST_MS;
  }

  /**
   * True when a request may be tried. Over HJ 212 the device must have a connection; over MQTT only the broker knows
   * whether somebody listens, and it is not asked too often.
   */
  mayBeAsked(nowMs: number): boolean {
    return (this.connections.length > 0 || this.record.state.transport === "mqtt") && nowMs >= this.#notBeforeMs;
  }

  /** True at most once a minute: a logger says who it is until it is told its MN. */
  mayBeActivated(nowMs: number): boolean {
    if (nowMs - this.#activatedMs < ACTIVATION_REST_MS) return false;
    this.#activatedMs = nowMs;
    return true;
  }

  /** The QN of the next request: the time, and never one that was given before. */
  nextQn(now: Instant): Instant {
    this.#lastQn = instant(Math.max(now, this.#lastQn + 1));
    return this.#lastQn;
  }
}

/** The edition that the version bits of the Flag name; 2017 when the device has sent none. */
export function editionOf(flagVersion: number | null): Edition {
  if (flagVersion === 0) return "2005";
  return flagVersion === 2 ? "2025" : "2017";
}
