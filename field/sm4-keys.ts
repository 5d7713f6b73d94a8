import type { Secrets } from "../core/registry/secrets.ts";
import type { StoredSecret } from "../core/registry/stored-secret.ts";
import { sm4KeyBytes } from "../ingest/codecs/hj212/sm4.ts";

/**
 * Opens a sealed SM4 key of the registry; `undefined` when it was sealed with another installation's key, or is no key.
 */
export type Sm4KeyOpener = (sealed: StoredSecret) => Uint8Array | undefined;

/**
 * Opens every sealed key once and keeps it in memory: an encrypted frame would otherwise cost a decryption of its key
 * as well.
 */
export function createSm4KeyOpener(secrets: Pick<Secrets, "unseal">): Sm4KeyOpener {
  const opened = new Map<string, Uint8Array | undefined>();
  return (sealed) => {
    if (!opened.has(sealed.stored)) opened.set(sealed.stored, open(sealed, secrets));
    return opened.get(sealed.stored);
  };
}

/**
 * A key that cannot be read must stop neither doors nor readers: the frames of its device are then rejected with their
 * reason.
 */
function open(sealed: StoredSecret, secrets: Pick<Secrets, "unseal">): Uint8Array | undefined {
  try {
    return sm4KeyBytes(secrets.unseal(sealed));
  } catch {
    return undefined;
  }
}
