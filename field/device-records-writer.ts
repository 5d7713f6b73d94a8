import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceRecords } from "../core/field/device-records.ts";
import type { Exchange, NewExchange } from "../core/field/exchange.ts";
import { firstRefusal, joinRefusals, type NewRefusal, REFUSALS_KEPT, type Refusal, refusalKey } from "../core/field/refusal.ts";
import type { Log } from "../core/log.ts";
import type { DeviceRecord } from "./device-record.ts";
import { TaskQueue } from "./task-queue.ts";

/** What is changed in an exchange is written within this time, so that who asked sees it soon. */
const EXCHANGE_MS = 50;
/**
 * Of how many devices, and how many frames, are written in one go: a few milliseconds, whatever the load. Under load
 * the rest waits its turn.
 */
const DEVICES_AT_ONCE = 200;
const FRAMES_AT_ONCE = 200;

/**
 * Gathers what the gateway learns and writes it in batches: the store is never touched on the way of a frame to its
 * acknowledgement. What the records cannot take now is offered again. All that the gateway asks of the records goes
 * through one queue: a reading of what waits never overlaps a writing, so it cannot answer with an exchange as it was
 * before a change that is already forgotten here, and requests are kept in the order in which they were made.
 */
export class DeviceRecordsWriter {
  readonly #records: DeviceRecords;
  readonly #log: Log;
  readonly #onExchanges: () => void;
  readonly #queue = new TaskQueue();
  readonly #exchanges = new Map<string, Exchange>();
  readonly #devices = new Set<DeviceRecord>();
  #refusals = new Map<string, Refusal>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  /** @param onExchanges called when exchanges were written: the next one of their devices stands at the door now */
  constructor(records: DeviceRecords, log: Log, onExchanges: () => void) {
    this.#records = records;
    this.#log = log;
    this.#onExchanges = onExchanges;
  }

  exchangeChanged(exchange: Exchange): void {
    this.#exchanges.set(exchange.id, exchange);
    this.#timer ??= setTimeout(() => {
      void this.#queue.run(() => {
        this.#timer = undefined;
        return this.#write([]);
      });
    }, EXCHANGE_MS);
  }

  deviceChanged(device: DeviceRecord): void {
    this.#devices.add(device);
  }

  /**
   * Notes what was refused. Of a flood of different refusals, only the first thousand between two writings are kept.
   */
  refused(refusal: NewRefusal): void {
    this.#countRefusal(firstRefusal(refusal));
  }

  /**
   * What waits at the door, as `DeviceRecords.queued` says it, in the newest version that this gateway knows. Answers
   * after everything that was given to the records before.
   * @throws StoreUnavailableError
   */
  queued(limit: number): Promise<readonly Exchange[]> {
    return this.#queue.run(async () => {
      const rows = await this.#records.queued(limit);
      return rows.map((row) => this.#exchanges.get(row.id) ?? row);
    });
  }

  /**
   * Queues exchanges, after all that were asked for before.
   * @throws StoreUnavailableError
   */
  request(asked: readonly NewExchange[]): Promise<void> {
    return this.#queue.run(() => this.#records.request(asked));
  }

  /**
   * Writes exchanges and the states of some devices; called once a second. While the records are slower than that, one
   * writing waits, and not one for each second.
   */
  flush(): Promise<void> {
    this.#flushing ??= this.#queue.run(() => {
      this.#flushing = undefined;
      return this.#write(this.#someDevices());
    });
    return this.#flushing;
  }

  /** Writes everything. */
  close(): Promise<void> {
    return this.#queue.run(() => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return this.#write([...this.#devices]);
    });
  }

  #someDevices(): readonly DeviceRecord[] {
    const some: DeviceRecord[] = [];
    let frames = 0;
    for (const device of this.#devices) {
      if (some.length === DEVICES_AT_ONCE || frames >= FRAMES_AT_ONCE) break;
      frames += device.waitingFrames;
      some.push(device);
    }
    return some;
  }

  /** What changes while the records write stays here, and what they wrote goes. */
  async #write(devices: readonly DeviceRecord[]): Promise<void> {
    if (devices.length === 0 && this.#exchanges.size === 0 && this.#refusals.size === 0) return;
    const exchanges = [...this.#exchanges.values()];
    const refusals = [...this.#refusals.values()];
    const taken = devices.map((device) => device.take());
    this.#refusals = new Map();
    for (const device of devices) this.#devices.delete(device);
    try {
      await this.#records.save({
        exchanges,
        devices: taken.map((t) => t.state),
        frames: taken.flatMap((t) => t.frames),
        refusals,
      });
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      for (const [i, device] of devices.entries()) {
        device.giveBack(taken[i]?.frames ?? []);
        this.#devices.add(device);
      }
      this.#takeBack(refusals);
      this.#log.warn({ cause: cause.message }, "device records are busy, writing later");
      return;
    }
    for (const exchange of exchanges) if (this.#exchanges.get(exchange.id) === exchange) this.#exchanges.delete(exchange.id);
    if (exchanges.length > 0) this.#onExchanges();
  }

  /** The earlier refusals first, so that the newest of a row stays the newest. */
  #takeBack(earlier: readonly Refusal[]): void {
    const later = this.#refusals;
    this.#refusals = new Map(earlier.map((refusal) => [refusalKey(refusal), refusal]));
    for (const refusal of later.values()) this.#countRefusal(refusal);
  }

  #countRefusal(refusal: Refusal): void {
    const key = refusalKey(refusal);
    const before = this.#refusals.get(key);
    if (before === undefined && this.#refusals.size >= REFUSALS_KEPT) return;
    this.#refusals.set(key, joinRefusals(before, refusal));
  }
}
