import { randomBytes, randomInt } from "node:crypto";
import { isWeakPassword } from "../../core/registry/weak-secrets.ts";

/** Digits and capital letters that nobody takes for one another when a person types them into a logger. */
const PASSWORD_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/** What HJ 212 has room for. */
const PASSWORD_LENGTH = 6;
const MQTT_SECRET_BYTES = 18;

/** Random secrets for a device that has none yet. */
export function newDeviceSecrets(mn: string): { readonly hj212Password: string; readonly mqttSecret: string } {
  return { hj212Password: newPassword(mn), mqttSecret: randomBytes(MQTT_SECRET_BYTES).toString("base64url") };
}

function newPassword(mn: string): string {
  const letter = (): string => PASSWORD_LETTERS.charAt(randomInt(PASSWORD_LETTERS.length));
  const text = Array.from({ length: PASSWORD_LENGTH }, letter).join("");
  return isWeakPassword(text, mn) ? newPassword(mn) : text;
}
