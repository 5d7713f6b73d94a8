import type { StoredSecret } from "../../core/registry/stored-secret.ts";
import { SM4_BYTES } from "../../ingest/codecs/hj212/sm4.ts";
import type { SecretBox } from "./secret-box.ts";

/** Opens a sealed SM4 key of the registry; `undefined` when it was sealed with another installation's key, or is none. */
export type Sm4KeyOpener = (sealed: StoredSecret) => Uint8Array | undefined;

/** Opens every sealed key once and keeps it in memory: an encrypted frame would otherwise cost a decryption of its key as well. */
export function createSm4KeyOpener(box: SecretBox): Sm4KeyOpener {
  const opened = new Map<string, Uint8Array | undefined>();
  return (sealed) => {
    if (!opened.has(sealed.stored)) opened.set(sealed.stored, open(sealed, box));
    return opened.get(sealed.stored);
  };
}

/** The key that a registry document writes as 32 hex digits or as 16 characters; `undefined` when it is neither. */
export function sm4KeyBytes(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{32}$/i.test(text)) return Uint8Array.from(Buffer.from(text, "hex"));
  const bytes = new TextEncoder().encode(text);
  return bytes.length === SM4_BYTES ? bytes : undefined;
}

/** A key that cannot be read must not stop the doors or the readers: its device's frames are then refused by name. */
function open(sealed: StoredSecret, box: SecretBox): Uint8Array | undefined {
  try {
    return sm4KeyBytes(box.unseal(sealed));
  } catch {
    return undefined;
  }
}
