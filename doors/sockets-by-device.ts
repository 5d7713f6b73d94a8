/**
 * Open sockets of each device, in the order in which it came. A device that opens more than it needs (a restart without
 * a farewell, a loop in its program, somebody with its secret) ends its own oldest ones and nobody else's.
 */
export class SocketsByDevice<S> {
  readonly #limit: number;
  readonly #byDevice = new Map<string, Set<S>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one more socket of the device; answers with the one that has to go for it. */
  add(mn: string, socket: S): S | undefined {
    const sockets = this.#byDevice.get(mn) ?? new Set();
    this.#byDevice.set(mn, sockets.add(socket));
    if (sockets.size <= this.#limit) return undefined;
    const [oldest] = sockets;
    return oldest;
  }

  /** The socket is gone. One that was not counted is no error. */
  delete(mn: string, socket: S): void {
    const sockets = this.#byDevice.get(mn);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#byDevice.delete(mn);
  }
}
