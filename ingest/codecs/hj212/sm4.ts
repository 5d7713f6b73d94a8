import { createCipheriv, createDecipheriv, getCiphers } from "node:crypto";
import { sm4Blocks } from "./sm4-pure.ts";

/** Length of an SM4 key and of a block. */
export const SM4_BYTES = 16;

/**
 * OpenSSL's SM4 is used where there is one; it is the faster one. The official builds of Node 20, 22 and 24 have it. A
 * Node that is linked with the OpenSSL of RHEL and its relatives has none, since that library is configured with
 * `no-sm4`; there ours is used, so that no device becomes unreadable by where the product is installed.
 * @see docs/sources.md#hj-212-encryption
 */
export function blockCipher(hasOpenSslSm4: boolean): BlockCipher {
  return hasOpenSslSm4 ? openSslBlocks : sm4Blocks;
}

/** Encrypts or decrypts whole 16-byte groups in ECB mode. */
type BlockCipher = (key: Uint8Array, groups: Uint8Array, direction: "encrypt" | "decrypt") => Uint8Array;

function openSslBlocks(key: Uint8Array, groups: Uint8Array, direction: "encrypt" | "decrypt"): Uint8Array {
  const create = direction === "encrypt" ? createCipheriv : createDecipheriv;
  return create("sm4-ecb", key, null).setAutoPadding(false).update(groups);
}

const BLOCKS = blockCipher(getCiphers().includes("sm4-ecb"));

/** The key that a registry document writes as 32 hex digits or as 16 characters; `undefined` when it is neither. */
export function sm4KeyBytes(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{32}$/i.test(text)) return Uint8Array.from(Buffer.from(text, "hex"));
  const bytes = new TextEncoder().encode(text);
  return bytes.length === SM4_BYTES ? bytes : undefined;
}

/**
 * Encrypts the whole 16-byte groups of `plain` with SM4 in ECB mode and leaves a shorter remainder as it is, as HJ
 * 212-2025 does with a data area. The result is as long as the input.
 * @throws RangeError when the key is not 16 bytes
 * @see docs/sources.md#hj-212-encryption
 */
export function encryptGroups(plain: Uint8Array, key: Uint8Array): Uint8Array {
  return throughGroups(plain, (groups) => BLOCKS(checked(key), groups, "encrypt"));
}

/**
 * Takes back `encryptGroups`. There is no integrity in it: a wrong key gives nonsense, which only the frame's CRC
 * tells.
 */
export function decryptGroups(encrypted: Uint8Array, key: Uint8Array): Uint8Array {
  return throughGroups(encrypted, (groups) => BLOCKS(checked(key), groups, "decrypt"));
}

function throughGroups(bytes: Uint8Array, work: (groups: Uint8Array) => Uint8Array): Uint8Array {
  const whole = bytes.length - (bytes.length % SM4_BYTES);
  return Buffer.concat([work(bytes.subarray(0, whole)), bytes.subarray(whole)]);
}

function checked(key: Uint8Array): Uint8Array {
  if (key.length !== SM4_BYTES) throw new RangeError("an SM4 key has 16 bytes");
  return key;
}
