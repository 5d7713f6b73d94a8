import type { StoredSecret } from "./stored-secret.ts";

/**
 * Turns secrets of devices and platforms into what may be stored, and back. The key belongs to the installation and is
 * in no registry document.
 */
export interface Secrets {
  /** Keeps a secret that is only compared; it cannot be read back. */
  hash(clear: string): StoredSecret;
  /** Keeps a secret that must be sent again. */
  seal(clear: string): StoredSecret;
  /** True when `clear` is the secret that `stored` was made of. Constant time. */
  matches(stored: StoredSecret, clear: string): boolean;
  /** @throws Error when the secret was hashed, was sealed with another key, or was changed. */
  unseal(stored: StoredSecret): string;
}
