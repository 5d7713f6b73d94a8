import type { RegistryWarning } from "./problem-codes.ts";
import type { Device, Registry } from "./registry.ts";
import type { Secrets } from "./secrets.ts";

/** What is tried first by whoever guesses the secret of a device. */
const TRIED_FIRST = ["123456", "000000", "111111", "888888", "666666", "654321", "123123", "password", "admin", "outfall"];
const LEAST_PW = 6;

/** True when a PW of HJ 212 is one that is guessed within a few tries. */
export function isWeakPassword(clear: string, mn: string): boolean {
  if (clear.length < LEAST_PW || TRIED_FIRST.includes(clear.toLowerCase())) return true;
  const steps = new Set([...clear].slice(1).map((c, i) => c.charCodeAt(0) - clear.charCodeAt(i)));
  const isRun = steps.size === 1 && [-1, 0, 1].some((step) => steps.has(step));
  return isRun || mn.toLowerCase().includes(clear.toLowerCase());
}

/** Which secrets of the registry are weak: a sealed one is opened, of a hashed one only the usual ones are tried. */
export function weakSecrets({ devices }: Registry, secrets: Secrets): readonly RegistryWarning[] {
  return devices.flatMap((device, i) => {
    const found = [
      ...(hasWeakPassword(device, secrets) ? (["hj212Password"] as const) : []),
      ...(hasWeakMqttSecret(device, secrets) ? (["mqttSecret"] as const) : []),
    ];
    return found.map((field) => ({
      pointer: `/devices/${i}/${field}`,
      code: "weak-secret" as const,
      facts: { mn: device.mn, field },
    }));
  });
}

function hasWeakPassword({ mn, hj212Password: stored }: Device, secrets: Secrets): boolean {
  if (stored === undefined) return false;
  try {
    return isWeakPassword(secrets.unseal(stored), mn);
  } catch {
    // Sealed with a key that is lost: nobody can tell.
    return false;
  }
}

function hasWeakMqttSecret({ mn, mqttSecret: stored }: Device, secrets: Secrets): boolean {
  return stored !== undefined && [mn, ...TRIED_FIRST].some((clear) => secrets.matches(stored, clear));
}
