import type { Socket } from "node:net";
import { OpenSockets, type SocketRefusal } from "../../doors/open-sockets.ts";
import { SocketsByDevice } from "../../doors/sockets-by-device.ts";
import { Connection, type ConnectionContext } from "./connection.ts";

/** The open connections of the gateway: decides which sockets are accepted, looks at their clocks, and ends them. */
export class Connections {
  readonly #context: ConnectionContext;
  readonly #sockets: OpenSockets;
  readonly #open = new Set<Connection>();
  /** Connections on which no known device has spoken, the oldest first. */
  readonly #unidentified = new Set<Connection>();
  readonly #ofDevice: SocketsByDevice<Connection>;
  /** Whose connection each is: the device that spoke first on it. */
  readonly #owners = new Map<Connection, string>();
  #whenEmpty: (() => void) | undefined;

  constructor(context: ConnectionContext) {
    this.#context = context;
    this.#sockets = new OpenSockets(context.limits);
    this.#ofDevice = new SocketsByDevice(context.limits.socketsPerDevice);
  }

  accept(socket: Socket): void {
    const refusal = this.#refusalFor(socket);
    if (refusal !== undefined) {
      this.#context.counters.add("hj212_refused_connections_total", refusal);
      socket.on("error", () => {
        // A refused peer may reset the connection; there is nothing left to do for it.
      });
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.#context, (mn) => this.#known(connection, mn));
    this.#open.add(connection);
    this.#unidentified.add(connection);
    this.#sockets.add(socket);
    this.#context.counters.set("hj212_connections", this.#open.size);
    socket.on("close", () => this.#closed(connection));
  }

  /** Looks at the clocks of all connections; called now and then. */
  sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.#open) connection.sweep(nowMs);
    this.#context.gate.check();
    this.#context.deviceRates.forget(nowMs);
    this.#context.addressRates.forget(nowMs);
    this.#context.budgets?.forget(this.#context.clock.now());
  }

  /** Resolves when all connections are gone; those that do not take their answers in time are cut. */
  async close(): Promise<void> {
    if (this.#open.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    const timer = setTimeout(() => {
      for (const connection of this.#open) connection.destroy();
    }, this.#context.limits.closeMs);
    for (const connection of this.#open) connection.finish();
    await empty;
    clearTimeout(timer);
  }

  #refusalFor({ remoteAddress }: Socket): SocketRefusal | "closing" | undefined {
    if (this.#whenEmpty !== undefined) return "closing";
    const refusal = this.#sockets.refusalFor(remoteAddress);
    return refusal === "too-many" && this.#makeRoom() ? undefined : refusal;
  }

  /**
   * Closes the oldest connection on which no known device has spoken: silent peers must not take the places of devices.
   * False when there is none.
   */
  #makeRoom(): boolean {
    const [oldest] = this.#unidentified;
    if (oldest === undefined) return false;
    this.#unidentified.delete(oldest);
    oldest.giveWay();
    return true;
  }

  #known(connection: Connection, mn: string): void {
    this.#unidentified.delete(connection);
    this.#owners.set(connection, mn);
    this.#ofDevice.add(mn, connection)?.makeWay(mn, this.#context.limits.socketsPerDevice);
  }

  #closed(connection: Connection): void {
    this.#open.delete(connection);
    this.#unidentified.delete(connection);
    const mn = this.#owners.get(connection);
    if (mn !== undefined) this.#ofDevice.delete(mn, connection);
    this.#owners.delete(connection);
    this.#context.counters.set("hj212_connections", this.#open.size);
    if (this.#open.size === 0) this.#whenEmpty?.();
  }
}
