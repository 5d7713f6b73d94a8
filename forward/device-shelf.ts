import type { HeldDevice, LineError } from "../core/field/upstream.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { Instant } from "../core/time.ts";

/** Brings the readings of one device, from its own place on, over its own line. */
export interface DeviceCarrier {
  /** Entry up to which the platform has everything of the device. */
  cursor(): number;
  lagEntries(): number;
  /** What its own line failed with last. */
  lastError(): LineError | null;
  stop(): Promise<void>;
}

/** Where a device on the shelf stands: up to which entry the platform has it. */
export interface ShelfPlace {
  readonly cursor: number;
  save(cursor: number): Promise<void>;
}

export interface ShelfDeps {
  readonly upstream: string;
  readonly cursors: JournalCursors;
  readonly now: () => Instant;
  readonly carry: (mn: string, place: ShelfPlace) => DeviceCarrier;
}

interface Held {
  readonly since: Instant;
  readonly error: LineError | undefined;
  readonly carrier: DeviceCarrier;
}

/** So many devices of one upstream have lines of their own; of a platform that is silent to all, the others wait as one. */
const MOST = 50;
/** Stored for a device that is not on the shelf; one that is has one more than its cursor. */
const NOT_THERE = 0;

/**
 * Devices that a platform does not take, set aside so that they hold up nobody else. Each is brought by a carrier of its own until it has caught up; its place is
 * kept beside the upstream's cursor, so that a restart forgets nothing. Names of places have a blank, which no id and no MN has.
 */
export class DeviceShelf {
  readonly #deps: ShelfDeps;
  readonly #held = new Map<string, Held>();
  /** What was brought by a carrier already, of devices that are back: only entries behind it are for the common line. */
  readonly #broughtUpTo = new Map<string, number>();
  /** Devices that were put here and whose place is not kept yet. */
  readonly #unsaved = new Map<string, number>();

  constructor(deps: ShelfDeps) {
    this.#deps = deps;
  }

  /** Takes up what was on the shelf before a restart. */
  async restore(): Promise<void> {
    const prefix = this.#nameOf("");
    for (const [name, stored] of Object.entries(await this.#deps.cursors.all())) {
      if (name.startsWith(prefix) && stored !== NOT_THERE) this.#begin(name.slice(prefix.length), stored - 1);
    }
  }

  /** Sets a device aside, of which everything up to `after` has arrived; false when the shelf is full. The upstream's cursor may move on once this is `saved`. */
  put(mn: string, after: number, error: LineError): boolean {
    if (this.#held.size >= MOST) return false;
    this.#unsaved.set(mn, after);
    this.#begin(mn, after, error);
    return true;
  }

  /** Keeps the places of devices that were put here. */
  async saved(): Promise<void> {
    for (const [mn, after] of this.#unsaved) {
      await this.#save(mn, after);
      this.#unsaved.delete(mn);
    }
  }

  /** True when an entry of the device is for the common line. */
  leaves(mn: string, seq: number): boolean {
    return !this.#held.has(mn) && seq > (this.#broughtUpTo.get(mn) ?? 0);
  }

  /** Takes back devices that have caught up with the upstream's cursor. Called when nothing is on its way on the common line. */
  async takeBack(cursor: number): Promise<void> {
    for (const [mn, { carrier }] of this.#held) {
      if (carrier.cursor() < cursor) continue;
      await carrier.stop();
      this.#broughtUpTo.set(mn, carrier.cursor());
      this.#held.delete(mn);
      this.#unsaved.delete(mn);
      await this.#deps.cursors.save(this.#nameOf(mn), NOT_THERE);
    }
  }

  states(): readonly HeldDevice[] {
    return [...this.#held].map(([mn, { since, error, carrier }]) => ({
      mn,
      since,
      lastError: carrier.lastError() ?? error ?? { at: since, code: "unanswered", text: "held up since before the restart" },
      lagEntries: carrier.lagEntries(),
    }));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ carrier }) => carrier.stop()));
  }

  #begin(mn: string, cursor: number, error?: LineError): void {
    const { carry, now } = this.#deps;
    const carrier = carry(mn, { cursor, save: (reached) => this.#save(mn, reached) });
    this.#held.set(mn, { since: now(), error, carrier });
  }

  #save(mn: string, cursor: number): Promise<void> {
    return this.#deps.cursors.save(this.#nameOf(mn), cursor + 1);
  }

  #nameOf(mn: string): string {
    return `forward:${this.#deps.upstream} ${mn}`;
  }
}
