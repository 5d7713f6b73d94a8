import type { HeldDevice, LineError } from "../core/field/upstream-state.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { Place } from "../core/journal/place.ts";
import type { Instant } from "../core/time.ts";

/** Delivers the readings of one device, from its own cursor on, over its own line. */
export interface DeviceForwarder {
  /** Entry up to which the platform has everything of the device. */
  cursor(): Place;
  /** How many entries lie between its cursor and `newest`. */
  lagEntries(newest: Place): number;
  /** Why its line broke last. */
  lastError(): LineError | null;
  stop(): Promise<void>;
}

/** The cursor of a held device: up to which entry the platform has it. */
export interface DeviceCursor {
  readonly cursor: Place;
  save(cursor: Place): Promise<void>;
}

export interface HeldDevicesDeps {
  readonly upstream: string;
  readonly cursors: JournalCursors;
  readonly now: () => Instant;
  /** Starts a forwarder of its own for the device. */
  readonly forwardAlone: (mn: string, from: DeviceCursor) => DeviceForwarder;
}

interface Held {
  readonly since: Instant;
  readonly error: LineError | undefined;
  readonly forwarder: DeviceForwarder;
}

/**
 * So many devices of one upstream may have lines of their own. When a platform is silent to all, the others wait
 * together on the common line.
 */
const MOST = 50;

/**
 * The devices whose readings a platform does not accept, so that they hold up no other device. Each has a forwarder of
 * its own until it has caught up. Its place is stored beside the upstream's, so that a restart forgets nothing. The
 * stored name holds a blank, which no id and no MN has.
 */
export class HeldDevices {
  readonly #deps: HeldDevicesDeps;
  readonly #held = new Map<string, Held>();
  /** Up to which entry a device that was released has been delivered: the common line takes only what comes later. */
  readonly #deliveredUpTo = new Map<string, Place>();
  /** Devices that are held and whose cursor is not stored yet. */
  readonly #unsaved = new Map<string, Place>();

  constructor(deps: HeldDevicesDeps) {
    this.#deps = deps;
  }

  /** Holds again what was held before a restart. */
  async restore(): Promise<void> {
    const prefix = this.#nameOf("");
    for (const [name, place] of Object.entries(await this.#deps.cursors.all())) {
      if (name.startsWith(prefix)) this.#begin(name.slice(prefix.length), place);
    }
  }

  /**
   * Holds a device, of which everything up to `after` has arrived. False when too many are held. The upstream's cursor
   * may move on once `saveNew` has run.
   */
  hold(mn: string, after: Place, error: LineError): boolean {
    if (this.#held.size >= MOST) return false;
    this.#unsaved.set(mn, after);
    this.#begin(mn, after, error);
    return true;
  }

  /** Stores the cursors of devices that are newly held. */
  async saveNew(): Promise<void> {
    for (const [mn, after] of this.#unsaved) {
      await this.#save(mn, after);
      this.#unsaved.delete(mn);
    }
  }

  /** True when an entry of the device goes over the common line. */
  isForCommonLine(mn: string, seq: number): boolean {
    return !this.#held.has(mn) && seq > (this.#deliveredUpTo.get(mn) ?? 0);
  }

  /**
   * Releases devices that have caught up with the upstream's cursor. To be called while nothing is in flight on the
   * common line.
   */
  async release(cursor: Place): Promise<void> {
    for (const [mn, { forwarder }] of this.#held) {
      if (forwarder.cursor() < cursor) continue;
      await forwarder.stop();
      this.#deliveredUpTo.set(mn, forwarder.cursor());
      this.#held.delete(mn);
      this.#unsaved.delete(mn);
      await this.#deps.cursors.forget(this.#nameOf(mn));
    }
  }

  states(newest: Place): readonly HeldDevice[] {
    return [...this.#held].map(([mn, { since, error, forwarder }]) => ({
      mn,
      since,
      lastError: forwarder.lastError() ??
        error ?? { at: since, code: "unanswered", detail: { code: "held-before-restart", facts: {} } },
      lagEntries: forwarder.lagEntries(newest),
    }));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ forwarder }) => forwarder.stop()));
  }

  #begin(mn: string, cursor: Place, error?: LineError): void {
    const { forwardAlone, now } = this.#deps;
    const forwarder = forwardAlone(mn, { cursor, save: (reached) => this.#save(mn, reached) });
    this.#held.set(mn, { since: now(), error, forwarder });
  }

  #save(mn: string, cursor: Place): Promise<void> {
    return this.#deps.cursors.save(this.#nameOf(mn), cursor);
  }

  #nameOf(mn: string): string {
    return `forward:${this.#deps.upstream} ${mn}`;
  }
}
