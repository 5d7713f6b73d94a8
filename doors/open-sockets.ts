import type { Socket } from "node:net";
import { senderOf } from "./sender-of.ts";

/** Bounds of what may be open at once. */
export interface SocketLimits {
  readonly connections: number;
  /** Of one IPv4 address, or of one IPv6 network (/64). */
  readonly connectionsPerAddress: number;
}

/** Why a socket is refused. */
export type SocketRefusal = "too-many" | "too-many-from-address";

/** The part of a socket that is counted. */
export type CountedSocket = Pick<Socket, "remoteAddress" | "once">;

/** How many sockets of one sender are open. */
interface Places {
  taken: number;
}

/**
 * Counts open sockets, in all and by sender, from the moment TCP has accepted them: before TLS, before HTTP, before the
 * first message.
 */
export class OpenSockets {
  readonly #limits: SocketLimits;
  readonly #bySender = new Map<string, Places>();
  #total = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /**
   * Why one more socket from this address would be too many; `undefined` when there is room. The bound of the sender
   * goes before the bound of all.
   */
  refusalFor(address: string | undefined): SocketRefusal | undefined {
    if ((this.#bySender.get(senderOf(address))?.taken ?? 0) >= this.#limits.connectionsPerAddress) return "too-many-from-address";
    return this.#total >= this.#limits.connections ? "too-many" : undefined;
  }

  /** Counts the socket until it closes. */
  add(socket: CountedSocket): void {
    const sender = senderOf(socket.remoteAddress);
    const places = this.#bySender.get(sender) ?? { taken: 0 };
    this.#bySender.set(sender, places);
    this.#total += 1;
    places.taken += 1;
    socket.once("close", () => {
      this.#total -= 1;
      places.taken -= 1;
      if (places.taken === 0) this.#bySender.delete(sender);
    });
  }
}
