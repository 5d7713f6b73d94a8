import { encryptGroups, SM4_BYTES } from "./sm4.ts";

/**
 * True for a frame that a device which encrypts should have encrypted (2025: data of the 2000 range, keys, site
 * information) and whose data area stands in clear. What is shorter than one group cannot be encrypted.
 * @param dataArea the same data area as it was read
 * @see docs/sources.md#hj-212-encryption
 */
export function isDataInClear(bytes: Uint8Array, { cn, dataArea }: { readonly cn: string; readonly dataArea: string }): boolean {
  if (!(cn.startsWith("2") || cn === "1014" || cn === "3020") || dataArea.length < SM4_BYTES) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(`&&${dataArea.slice(0, SM4_BYTES)}`);
}

/** True for a frame whose data area, as it was read, was encrypted with this key and written as bytes. */
export function isEncryptedWith(bytes: Uint8Array, { dataArea }: { readonly dataArea: string }, key: Uint8Array): boolean {
  if (dataArea.length < SM4_BYTES) return false;
  const group = Buffer.from(encryptGroups(Buffer.from(dataArea.slice(0, SM4_BYTES)), key));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(Buffer.concat([Buffer.from("&&"), group]));
}
