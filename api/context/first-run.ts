import type { IdentityStore } from "../../core/people/identity.ts";

/**
 * An installation without an account is begun by whoever has the one-time key that the start has printed. The key lives
 * as long as this process, and opens nothing once there is an account.
 */
export class FirstRun {
  readonly #identity: Pick<IdentityStore, "users">;
  /** Empty where nothing is open. */
  readonly key: string;
  /** Accounts are never removed: once there is one, nobody has to look again. */
  #isOver = false;
  #isTaken = false;

  constructor(identity: Pick<IdentityStore, "users">, key: string | undefined) {
    this.#identity = identity;
    this.key = key ?? "";
    this.#isOver = key === undefined;
  }

  /** True while there is no account. @throws when the store does not answer. */
  async isOpen(): Promise<boolean> {
    if (!this.#isOver) this.#isOver = (await this.#identity.users()).length > 0;
    return !this.#isOver;
  }

  /** Runs `make` unless another one is at it: of two who come with the same key, one gets the installation. */
  async once<T>(make: () => Promise<T>): Promise<T | undefined> {
    if (this.#isTaken || !(await this.isOpen())) return undefined;
    this.#isTaken = true;
    try {
      return await make();
    } finally {
      this.#isTaken = false;
    }
  }
}
