import { Duplex } from "node:stream";

/** What the connection does for aedes. */
export interface AedesSideHooks {
  /** aedes has something to say. */
  write(bytes: Uint8Array, done: (cause?: Error | null) => void): void;
  /** aedes has taken what it was given. */
  taken(): void;
  /** aedes is done with the client, or was told that it is gone. */
  gone(): void;
}

/**
 * The stream that aedes takes for the socket. It gets only those packets that aedes answers; what a device brings never
 * comes here, so nothing that aedes does can acknowledge a reading.
 */
export class AedesSide extends Duplex {
  readonly #hooks: AedesSideHooks;
  #isFull = false;

  constructor(hooks: AedesSideHooks) {
    super();
    this.#hooks = hooks;
  }

  /** Hands aedes the bytes of a whole packet. */
  give(bytes: Uint8Array): void {
    if (!this.destroyed) this.#isFull = !this.push(bytes) || this.#isFull;
  }

  /** True while aedes has not taken what it was given. */
  isFull(): boolean {
    return this.#isFull;
  }

  override _read(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#hooks.taken();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (cause?: Error | null) => void): void {
    this.#hooks.write(chunk, done);
  }

  /** A packet comes in several pieces: they leave in one. */
  override _writev(chunks: { readonly chunk: Uint8Array }[], done: (cause?: Error | null) => void): void {
    this.#hooks.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _destroy(_cause: Error | null, done: (cause?: Error | null) => void): void {
    this.#hooks.gone();
    done(null);
  }
}
