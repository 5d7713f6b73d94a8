import { DAY, type Instant } from "../time.ts";
import type { RegistryWarning } from "./problem-codes.ts";
import type { Device, Registry } from "./registry.ts";
import type { Secrets } from "./secrets.ts";
import type { StoredSecret } from "./stored-secret.ts";

/** Secrets that are kept with the time at which they were set. */
export function datedSecrets(secrets: Secrets, now: Instant): Secrets {
  const dated = (stored: StoredSecret): StoredSecret => ({ ...stored, since: now });
  return {
    hash: (clear) => dated(secrets.hash(clear)),
    seal: (clear) => dated(secrets.seal(clear)),
    matches: (stored, clear) => secrets.matches(stored, clear),
    unseal: (stored) => secrets.unseal(stored),
  };
}

/** Since when a device has the SM4 key of its row, in whole days; unknown of keys that an older build kept. */
export function daysOfKey({ sm4Key }: Device, now: Instant): number | undefined {
  return sm4Key?.since === undefined ? undefined : Math.floor((now - sm4Key.since) / DAY);
}

/** Devices whose SM4 key is older than a key may be: it has to be changed. Exactly so many days are not too many. */
export function oldKeys(
  { devices }: Registry,
  { now, most }: { readonly now: Instant; readonly most: number },
): readonly RegistryWarning[] {
  return devices.flatMap((device, i) => {
    const days = daysOfKey(device, now);
    if (days === undefined || days <= most) return [];
    return [{ pointer: `/devices/${i}/sm4Key`, code: "old-key" as const, facts: { mn: device.mn, days, most } }];
  });
}
