import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { JournalFailedError } from "../../core/failures.ts";
import type { DeviceDirectory, KnownDevice } from "../../core/field/devices.ts";
import type { NewRefusal } from "../../core/field/refusal.ts";
import type { JournalHealth, JournalWriter } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import { NO_LOG } from "../../core/log.ts";
import type { Device } from "../../core/registry/registry.ts";
import { instant, parseIso } from "../../core/time.ts";
import type { DayBudgets } from "../../doors/day-budgets.ts";
import type { GatewayLimits } from "../../ingest/gateway/gateway-limits.ts";
import { type Hj212Gateway, startHj212Gateway } from "../../ingest/gateway/start-hj212-gateway.ts";
import { within } from "./within.ts";

/** A journal in memory that makes entries durable at once, or one by one when `hold` is set. */
export class HandJournal implements JournalWriter {
  hold = false;
  readonly entries: NewEntry[] = [];
  #turns: number[] | undefined;
  #isInTurn = false;
  #state: JournalHealth = "ok";
  readonly #held: { readonly commit: () => void; readonly bytes: number; readonly fail: (cause: Error) => void }[] = [];
  readonly #durableListeners: ((seq: number) => void)[] = [];
  readonly #healthListeners: ((health: JournalHealth, cause: Error | undefined) => void)[] = [];
  readonly #arrivals: { readonly count: number; readonly resolve: () => void }[] = [];

  append(entry: NewEntry): Promise<number> {
    this.entries.push(entry);
    this.#noteTurn();
    const seq = this.entries.length;
    for (const a of this.#arrivals) if (seq >= a.count) a.resolve();
    if (!this.hold) return Promise.resolve(seq);
    return new Promise((resolve, reject) => {
      this.#held.push({ commit: () => resolve(seq), bytes: entry.payload.length, fail: reject });
    });
  }

  /** From now on, counts the entries of each turn of the event loop. */
  countTurns(): () => readonly number[] {
    this.#turns = [];
    return () => this.#turns ?? [];
  }

  #noteTurn(): void {
    const turns = this.#turns;
    if (turns === undefined) return;
    if (!this.#isInTurn) {
      turns.push(0);
      this.#isInTurn = true;
      setImmediate(() => {
        this.#isInTurn = false;
      });
    }
    turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1;
  }

  /** Makes the held entries durable: all, or the one at `index` of those still held. */
  commit(index?: number): void {
    const chosen = index === undefined ? this.#held.splice(0) : this.#held.splice(index, 1);
    for (const h of chosen) h.commit();
    for (const listener of this.#durableListeners) listener(this.entries.length);
  }

  fail(): void {
    for (const h of this.#held.splice(0)) h.fail(new JournalFailedError("held"));
  }

  setHealth(health: JournalHealth): void {
    this.#state = health;
    for (const listener of this.#healthListeners) listener(health, undefined);
  }

  /** Resolves when `count` entries have come. */
  async arrived(count: number): Promise<void> {
    if (this.entries.length >= count) return;
    const come = new Promise<void>((resolve) => this.#arrivals.push({ count, resolve }));
    await within(come, () => `${count} entries; ${this.entries.length} have come`);
  }

  pendingBytes(): number {
    return this.#held.reduce((sum, h) => sum + h.bytes, 0);
  }

  health(): JournalHealth {
    return this.#state;
  }

  onHealth(listener: (health: JournalHealth, cause: Error | undefined) => void): void {
    this.#healthListeners.push(listener);
  }

  onDurable(listener: (seq: number) => void): void {
    this.#durableListeners.push(listener);
  }

  async close(): Promise<void> {}
}

/** A directory of the given devices; every one has the password 123456. */
export function directoryOf(devices: readonly Device[]): DeviceDirectory {
  const known = new Map<string, KnownDevice>(
    devices.map((device) => [
      device.mn,
      { device, acceptsMqttSecret: () => false, acceptsHj212Password: (password) => password === "123456" },
    ]),
  );
  return { find: (mn) => known.get(mn), mayUse: (device, mn) => device === mn };
}

export const DOOR_NOW = parseIso("2026-01-02T03:10:00+08:00") ?? instant(0);

/** A gateway over a hand journal, with its counters. */
export interface Hj212Door extends AsyncDisposable {
  readonly gateway: Hj212Gateway;
  /** What was refused, in order. */
  readonly refused: readonly Omit<NewRefusal, "at">[];
  readonly journal: HandJournal;
  count(name: string, label?: string): number;
  connect(): Promise<Peer>;
}

export async function openDoor(
  devices: readonly Device[],
  limits: Partial<GatewayLimits> = {},
  budgets?: DayBudgets,
): Promise<Hj212Door> {
  const journal = new HandJournal();
  const counts = new Map<string, number>();
  const keyOf = (name: string, label?: string): string => `${name}|${label ?? ""}`;
  const peers: Peer[] = [];
  const refused: Omit<NewRefusal, "at">[] = [];
  const gateway = await startHj212Gateway({
    host: "127.0.0.1",
    port: 0,
    journal,
    devices: directoryOf(devices),
    clock: { now: () => DOOR_NOW, kind: "manual" },
    counters: {
      add: (name, label, by = 1) => {
        counts.set(keyOf(name, label), (counts.get(keyOf(name, label)) ?? 0) + by);
      },
      set: (name, value, label) => {
        counts.set(keyOf(name, label), value);
      },
    },
    log: NO_LOG,
    onRefused: (refusal) => void refused.push(refusal),
    limits,
    ...(budgets !== undefined && { budgets }),
  });
  return {
    gateway,
    refused,
    journal,
    count: (name, label) => counts.get(keyOf(name, label)) ?? 0,
    async connect() {
      const socket = connect(gateway.port, "127.0.0.1");
      await once(socket, "connect");
      const peer = new Peer(socket);
      peers.push(peer);
      return peer;
    },
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.socket.destroy();
      journal.commit();
      await gateway.close();
    },
  };
}

/** The device's end of a connection. */
export class Peer {
  readonly socket: Socket;
  /** Resolves when the door has ended or cut the connection. */
  readonly ended: Promise<void>;
  #received = "";
  readonly #waiting: { readonly length: number; readonly resolve: () => void }[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    this.ended = new Promise((resolve) => {
      socket.on("close", () => resolve());
    });
    socket.on("error", () => {
      // Being cut off is what some tests want; `ended` tells it.
    });
    socket.on("data", (chunk) => {
      this.#received += chunk.toString("latin1");
      for (const w of this.#waiting) if (this.#received.length >= w.length) w.resolve();
    });
  }

  /** Sends and waits until the kernel has it. */
  async send(data: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.write(data, () => resolve());
    });
  }

  /** What has come, once `length` bytes have. */
  async receives(length: number): Promise<string> {
    if (this.#received.length < length) {
      const come = new Promise<void>((resolve) => this.#waiting.push({ length, resolve }));
      await within(come, () => `${length} bytes; ${this.#received.length} have come`);
    }
    return this.#received;
  }

  soFar(): string {
    return this.#received;
  }
}
