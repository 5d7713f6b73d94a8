import { createHash, randomBytes } from "node:crypto";
import { isWeakPassword } from "../../core/registry/weak-secrets.ts";

/** Digits and capital letters that nobody takes for one another when a person types them into a logger: 32 of them. */
const PASSWORD_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/** What HJ 212 has room for. */
const PASSWORD_LENGTH = 6;
const MQTT_SECRET_BYTES = 18;

/** 32 bytes that nobody can guess, for one secret of a device. */
export type Draw = (secret: string) => Buffer;

/** Secrets for a device that has none yet: what is drawn again makes the same ones. */
export function newDeviceSecrets(
  mn: string,
  draw: Draw = () => randomBytes(32),
): { readonly hj212Password: string; readonly mqttSecret: string } {
  return {
    hj212Password: newPassword(mn, draw),
    mqttSecret: draw("mqtt").subarray(0, MQTT_SECRET_BYTES).toString("base64url"),
  };
}

/**
 * Draws what belongs to one request of one caller: a repeat of it gets the same secrets, though nobody keeps them in
 * clear text.
 */
export function drawnFor({ id }: { readonly id: string }, fingerprint: (text: string) => string): Draw {
  return (secret) =>
    createHash("sha256")
      .update(fingerprint(JSON.stringify(["secret of a device", id, secret])))
      .digest();
}

function newPassword(mn: string, draw: Draw, tries = 1): string {
  const letters = [...draw(`hj212 ${tries}`).subarray(0, PASSWORD_LENGTH)];
  const text = letters.map((byte) => PASSWORD_LETTERS.charAt(byte % PASSWORD_LETTERS.length)).join("");
  return isWeakPassword(text, mn) ? newPassword(mn, draw, tries + 1) : text;
}
