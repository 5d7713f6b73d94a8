import type { Socket } from "node:net";

/** Bounds of what may be open at once. */
export interface SocketLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const NETWORK_GROUPS = 4;

/** Counts open sockets, over all doors and by address, from the moment TCP has accepted them: before TLS, before HTTP, before CONNECT. */
export class OpenSockets {
  readonly #limits: SocketLimits;
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** Takes the socket until it closes; false when there are too many already. */
  admit(socket: Socket): boolean {
    const key = addressKey(socket.remoteAddress);
    const count = this.#byAddress.get(key) ?? 0;
    if (this.#total >= this.#limits.connections || count >= this.#limits.connectionsPerAddress) return false;
    this.#total += 1;
    this.#byAddress.set(key, count + 1);
    socket.once("close", () => this.#release(key));
    return true;
  }

  #release(key: string): void {
    this.#total -= 1;
    const left = (this.#byAddress.get(key) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(key, left);
    else this.#byAddress.delete(key);
  }
}

/** Who counts as one sender: an IPv4 address, or the /64 network of an IPv6 address, whose owner has 2^64 of them. */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return "";
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "").toLowerCase()).join(":")}::/64`;
}
