import { createHmac, randomBytes } from "node:crypto";
import { sameText } from "./secrets.ts";

const STEP_SECONDS = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new shared secret, as authenticator apps take it. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(SECRET_BYTES));
}

/** The address that an authenticator app reads from a picture. */
export function totpUri(secret: string, account: string): string {
  const issuer = "Outfall";
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}

/** A one-time password of a moving factor (RFC 4226, 5.3). */
export function hotp(key: Uint8Array, counter: number, digits = DIGITS): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", key).update(moving).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

/** The time step of RFC 6238 at a moment in milliseconds. */
export function totpStep(atMs: number): number {
  return Math.floor(atMs / 1000 / STEP_SECONDS);
}

/**
 * The step that a code belongs to: this one, the one before or the one after, and none up to the step that was used
 * last, so that a code that somebody saw is worth nothing. `undefined` when it is wrong.
 */
export function stepOfCode(
  secret: string,
  code: string,
  at: { readonly nowMs: number; readonly lastStep: number },
): number | undefined {
  const key = fromBase32(secret);
  const now = totpStep(at.nowMs);
  return [now, now - 1, now + 1].find((step) => step > at.lastStep && sameText(hotp(key, step), code));
}

/** RFC 4648, without padding. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

export function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
