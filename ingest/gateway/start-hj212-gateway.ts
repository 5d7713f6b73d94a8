import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import type { DeviceDesk } from "../../field/device-desk.ts";
import { Connection, type ConnectionContext, type OnRefused } from "./connection.ts";
import { DEFAULT_GATEWAY_LIMITS, type GatewayLimits } from "./gateway-limits.ts";
import { createJournalGate } from "./journal-gate.ts";
import { createRates } from "./rates.ts";

export interface Hj212GatewayOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Hears every frame after the journal has taken it, and speaks to the devices. */
  readonly desk?: DeviceDesk;
  /** Hears of every frame that was turned away. */
  readonly onRefused?: OnRefused;
  readonly limits?: Partial<GatewayLimits>;
}

export interface Hj212Gateway {
  readonly port: number;
  /** Takes no more, answers what is on its way to the disk, ends all sockets. */
  close(): Promise<void>;
}

/**
 * Opens the HJ 212 door: a TCP server that journals every frame of a known device whole (`##` … CR LF) and answers it in the dialect of its Flag once it is
 * durable. Rejects when the port cannot be had. Frames of unknown senders, with a wrong PW, CRC or length are counted, kept as samples and not answered.
 */
export async function startHj212Gateway(options: Hj212GatewayOptions): Promise<Hj212Gateway> {
  const limits: GatewayLimits = { ...DEFAULT_GATEWAY_LIMITS, ...options.limits };
  const gate = createJournalGate(options.journal, limits.journalPendingBytes);
  const rates = { deviceRates: createRates(limits.deviceRate), addressRates: createRates(limits.addressRate) };
  const context: ConnectionContext = { ...options, ...rates, limits, gate };
  const door = new Door(context);
  const server = createServer({ allowHalfOpen: true }, (socket) => door.enter(socket));
  await listen(server, options);
  server.on("error", (error) => options.log.error({ error: error.message }, "hj212 server failed"));
  const timer = setInterval(() => door.sweep(), sweepIntervalMs(limits));
  return {
    port: portOf(server),
    async close() {
      clearInterval(timer);
      await Promise.all([closed(server), door.close()]);
    },
  };
}

class Door {
  private readonly context: ConnectionContext;
  private readonly connections = new Set<Connection>();
  /** Connections from which no known device has spoken, the oldest first. */
  private readonly strangers = new Set<Connection>();
  private readonly byAddress = new Map<string, number>();
  private whenEmpty: (() => void) | undefined;

  constructor(context: ConnectionContext) {
    this.context = context;
  }

  enter(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const refusal = this.refusalFor(address);
    if (refusal !== undefined) {
      this.context.counters.add("hj212_refused_connections_total", refusal);
      socket.on("error", () => {
        // A refused peer may reset; there is nothing left to do for it.
      });
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.context, () => this.strangers.delete(connection));
    this.connections.add(connection);
    this.strangers.add(connection);
    this.byAddress.set(address, (this.byAddress.get(address) ?? 0) + 1);
    this.context.counters.set("hj212_connections", this.connections.size);
    socket.on("close", () => this.leave(connection, address));
  }

  sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.connections) connection.sweep(nowMs);
    this.context.gate.check();
    this.context.deviceRates.forget(nowMs);
    this.context.addressRates.forget(nowMs);
  }

  /** Resolves when all connections are gone; those that do not take their answers in time are cut. */
  async close(): Promise<void> {
    if (this.connections.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.whenEmpty = resolve;
    });
    const timer = setTimeout(() => {
      for (const connection of this.connections) connection.destroy();
    }, this.context.limits.closeMs);
    for (const connection of this.connections) connection.finish();
    await empty;
    clearTimeout(timer);
  }

  private refusalFor(address: string): string | undefined {
    const { limits } = this.context;
    if (this.whenEmpty !== undefined) return "closing";
    if ((this.byAddress.get(address) ?? 0) >= limits.connectionsPerAddress) return "too-many-from-address";
    return this.connections.size < limits.connections || this.madeRoom() ? undefined : "too-many";
  }

  /** Who says nothing must not take the places of devices. */
  private madeRoom(): boolean {
    const [oldest] = this.strangers;
    if (oldest === undefined) return false;
    this.strangers.delete(oldest);
    oldest.giveWay();
    return true;
  }

  private leave(connection: Connection, address: string): void {
    this.connections.delete(connection);
    this.strangers.delete(connection);
    const left = (this.byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.byAddress.set(address, left);
    else this.byAddress.delete(address);
    this.context.counters.set("hj212_connections", this.connections.size);
    if (this.connections.size === 0) this.whenEmpty?.();
  }
}

/** Often enough for the shortest limit, at most once a second. */
function sweepIntervalMs(limits: GatewayLimits): number {
  return Math.max(10, Math.min(1_000, limits.learnMs / 2, limits.idleMs / 2, limits.restMs / 2));
}

function listen(server: Server, { host, port }: Hj212GatewayOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: 511 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
