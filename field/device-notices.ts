import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import type { DeviceNotice } from "../core/entries/device-notice.ts";
import type { DeviceDirectory } from "../core/field/devices.ts";
import type { RefusalNotice } from "../core/field/refusal.ts";
import type { JournalWriter } from "../core/journal/journal.ts";
import type { DeviceMatter } from "../core/judging/device-matters.ts";
import type { Log } from "../core/log.ts";
import { type Instant, startOfHour } from "../core/time.ts";

/** Notices of all devices in an hour: who knows every MN of a district must not fill its journal. */
const MOST_AN_HOUR = 500;
const WRONG_PASSWORD: ReadonlySet<string> = new Set(["pw-other", "pw-not-checked", "mqtt-secret-other"]);

export interface DeviceNoticesOptions {
  readonly journal: Pick<JournalWriter, "append">;
  readonly devices: Pick<DeviceDirectory, "find">;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** So many wrong passwords of a device within an hour are told. */
  readonly wrongPasswords: number;
}

/**
 * Gives what doors notice of devices to the judge, as entries of the journal, so that a lead follows from it: a
 * password that is guessed, one MN from two addresses in turn. Only of registered devices, each matter of each once an
 * hour, and so many an hour in all; nobody who is not let in can make it write more. What it counts is forgotten with
 * the hour.
 */
export class DeviceNotices {
  readonly #options: DeviceNoticesOptions;
  #hour: Instant | undefined;
  readonly #counts = new Map<string, number>();
  #told = 0;

  constructor(options: DeviceNoticesOptions) {
    this.#options = options;
  }

  /** A door refused something. */
  refused({ mn, detail }: Pick<RefusalNotice, "mn" | "detail">): void {
    if (WRONG_PASSWORD.has(detail.code)) this.#count(mn, "guessing", this.#options.wrongPasswords);
  }

  /** A device is back at the address that it had before another one, within an hour. */
  addressesInTurn(mn: string): void {
    this.#count(mn, "addresses-in-turn", 1);
  }

  #count(mn: string, matter: DeviceMatter, enough: number): void {
    const { clock, devices } = this.#options;
    const at = clock.now();
    if (startOfHour(at) !== this.#hour) this.#begin(startOfHour(at));
    if (devices.find(mn) === undefined) return;
    const key = `${matter}|${mn}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count === enough && this.#told < MOST_AN_HOUR) this.#tell(mn, { matter, count }, at);
  }

  #begin(hour: Instant): void {
    this.#hour = hour;
    this.#counts.clear();
    this.#told = 0;
  }

  #tell(mn: string, notice: DeviceNotice, at: Instant): void {
    const { journal, counters, log } = this.#options;
    this.#told += 1;
    const payload = new TextEncoder().encode(JSON.stringify(notice));
    journal.append({ kind: "notice", at, transport: "system", mn, topic: "", payload }).then(
      () => counters.add("device_notices_total", notice.matter),
      (cause: Error) => log.warn({ mn, matter: notice.matter, cause: cause.message }, "what a door noticed was not journalled"),
    );
  }
}
