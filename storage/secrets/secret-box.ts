import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Secrets } from "../../core/registry/secrets.ts";
import type { StoredSecret } from "../../core/registry/stored-secret.ts";

const KEY_BYTES = 32;
const HMAC_BYTES = 16;
const KEY_FILE = "secrets.key";

/**
 * Keeps device secrets out of the journal and the registry in clear text. A secret that is only compared (MQTT) is
 * stored as a keyed hash; one that must be sent again (HJ 212 PW, which the protocol carries in clear) is sealed. The
 * key is a file of the data directory that is not part of a registry export.
 */
export class SecretBox implements Secrets {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) throw new Error(`the secret key must have ${KEY_BYTES} bytes`);
    this.#key = key;
  }

  /** Salted and keyed: `h1:<salt>:<hmac>`. */
  hash(clear: string): StoredSecret {
    const salt = randomBytes(12).toString("base64url");
    return { set: true, stored: `h1:${salt}:${this.#mac(salt, clear)}` };
  }

  /** Sealed with AES-256-GCM: `s1:<iv>:<tag>:<text>`. */
  seal(clear: string): StoredSecret {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv);
    const text = Buffer.concat([cipher.update(clear, "utf8"), cipher.final()]);
    return {
      set: true,
      stored: ["s1", iv, cipher.getAuthTag(), text].map((p) => (typeof p === "string" ? p : p.toString("base64url"))).join(":"),
    };
  }

  /** Keyed, without salt: the same text gives the same one in every process of the installation, and only there. */
  fingerprint(text: string): string {
    return this.#mac("fingerprint", text);
  }

  /** True when `clear` is the secret that `stored` was made of. */
  matches(stored: StoredSecret, clear: string): boolean {
    const parts = stored.stored.split(":");
    if (parts[0] === "s1") return sameText(this.unseal(stored), clear);
    const [, salt = "", mac = ""] = parts;
    return sameText(mac, this.#mac(salt, clear));
  }

  /**
   * Keyed, of a message of a device as it came: what is kept of it where its password is starred. 16 bytes, base64url.
   */
  hmacOf(raw: Uint8Array): string {
    const mac = createHmac("sha256", this.#key).update("message\0").update(raw).digest();
    return mac.subarray(0, HMAC_BYTES).toString("base64url");
  }

  /** Shows that this is the key that belongs to `text`, without showing the key. */
  proofFor(text: string): string {
    return this.#mac("installation", text);
  }

  /** @throws when the text was sealed with another key or was changed. */
  unseal(stored: StoredSecret): string {
    const [form, iv = "", tag = "", text = ""] = stored.stored.split(":");
    if (form !== "s1") throw new Error("this secret is hashed and cannot be read back");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, Buffer.from(iv, "base64url"));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return decipher.update(Buffer.from(text, "base64url")).toString("utf8") + decipher.final("utf8");
  }

  #mac(salt: string, clear: string): string {
    return createHmac("sha256", this.#key).update(salt).update("\0").update(clear).digest("base64url");
  }
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** The key of a data directory; `undefined` when there is none. */
export function readSecretBox(dataDir: string): SecretBox | undefined {
  const file = join(dataDir, KEY_FILE);
  return existsSync(file) ? new SecretBox(readFileSync(file)) : undefined;
}

/** Opens the key of a data directory, or makes one (mode 600) when there is none. */
export function openSecretBox(dataDir: string): SecretBox {
  const file = join(dataDir, KEY_FILE);
  try {
    const fd = openSync(file, "wx", 0o600);
    writeSync(fd, randomBytes(KEY_BYTES));
    fsyncSync(fd);
    closeSync(fd);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
  return new SecretBox(readFileSync(file));
}
