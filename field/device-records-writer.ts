import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceRecords } from "../core/field/device-records.ts";
import type { Exchange } from "../core/field/exchange.ts";
import { firstRefusal, joinRefusals, type NewRefusal, REFUSALS_KEPT, type Refusal, refusalKey } from "../core/field/refusal.ts";
import type { Log } from "../core/log.ts";
import type { DeviceRecord } from "./device-record.ts";

/** What is changed in an exchange is written within this time, so that who asked sees it soon. */
const EXCHANGE_MS = 50;
/**
 * Of how many devices, and how many frames, are written in one go: a few milliseconds, whatever the load. Under load
 * the rest waits its turn.
 */
const DEVICES_AT_ONCE = 200;
const FRAMES_AT_ONCE = 200;

/**
 * Gathers what the gateway learns and writes it in batches: the file is never touched on the way of a frame to its
 * acknowledgement. What the records cannot take now is offered again.
 */
export class DeviceRecordsWriter {
  readonly #records: DeviceRecords;
  readonly #log: Log;
  readonly #onExchanges: () => void;
  readonly #exchanges = new Map<string, Exchange>();
  readonly #devices = new Set<DeviceRecord>();
  readonly #refusals = new Map<string, Refusal>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onExchanges called when exchanges were written: the next one of their devices stands at the door now */
  constructor(records: DeviceRecords, log: Log, onExchanges: () => void) {
    this.#records = records;
    this.#log = log;
    this.#onExchanges = onExchanges;
  }

  exchangeChanged(exchange: Exchange): void {
    this.#exchanges.set(exchange.id, exchange);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write([]);
    }, EXCHANGE_MS);
  }

  deviceChanged(device: DeviceRecord): void {
    this.#devices.add(device);
  }

  /**
   * Notes what was refused. Of a flood of different refusals, only the first thousand between two writings are kept.
   */
  refused(refusal: NewRefusal): void {
    const key = refusalKey(refusal);
    const before = this.#refusals.get(key);
    if (before === undefined && this.#refusals.size >= REFUSALS_KEPT) return;
    this.#refusals.set(key, joinRefusals(before, firstRefusal(refusal)));
  }

  /** The newest version of an exchange, when the records does not have it yet. */
  unwritten(id: string): Exchange | undefined {
    return this.#exchanges.get(id);
  }

  /** Writes exchanges and the states of some devices; called once a second. */
  flush(): void {
    const some: DeviceRecord[] = [];
    let frames = 0;
    for (const device of this.#devices) {
      if (some.length === DEVICES_AT_ONCE || frames >= FRAMES_AT_ONCE) break;
      frames += device.waitingFrames;
      some.push(device);
    }
    this.#write(some);
  }

  /** Writes everything. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write([...this.#devices]);
  }

  #write(devices: readonly DeviceRecord[]): void {
    if (devices.length === 0 && this.#exchanges.size === 0 && this.#refusals.size === 0) return;
    const exchanges = [...this.#exchanges.values()];
    const refusals = [...this.#refusals.values()];
    const taken = devices.map((device) => device.take());
    try {
      this.#records.save({ exchanges, devices: taken.map((t) => t.state), frames: taken.flatMap((t) => t.frames), refusals });
      this.#exchanges.clear();
      this.#refusals.clear();
      for (const device of devices) this.#devices.delete(device);
      if (exchanges.length > 0) this.#onExchanges();
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      for (const [i, device] of devices.entries()) device.giveBack(taken[i]?.frames ?? []);
      this.#log.warn({ cause: cause.message }, "device records are busy, writing later");
    }
  }
}
