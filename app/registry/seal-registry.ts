import type { IncomingRegistry, IncomingSecret } from "../../core/ports/commands.ts";
import type { Device, Registry, StoredSecret } from "../../core/registry.ts";
import { err, ok, type Problem, type Result } from "../../core/result.ts";
import type { SecretBox } from "./secret-box.ts";

/**
 * Replaces the secrets of an incoming document by what may be stored. `{"set":true}` keeps what is stored, and so does a clear secret
 * that is the stored one, so that the same document imported twice is the same registry.
 */
export function sealRegistry(
  incoming: IncomingRegistry,
  before: Registry | undefined,
  box: SecretBox,
): Result<Registry, readonly Problem[]> {
  const problems: Problem[] = [];
  const stored = new Map((before?.devices ?? []).map((d) => [d.mn, d]));
  const devices = incoming.devices.map((device, at): Device => {
    const { hj212Password, mqttSecret, ...rest } = device;
    const old = stored.get(device.mn);
    const password = sealSecret({ given: hj212Password, had: old?.hj212Password, box, make: (clear) => box.seal(clear) });
    const secret = sealSecret({ given: mqttSecret, had: old?.mqttSecret, box, make: (clear) => box.hash(clear) });
    for (const [name, sealed] of [["hj212Password", password] as const, ["mqttSecret", secret] as const]) {
      if (sealed !== "nothing-stored") continue;
      problems.push({
        pointer: `/devices/${at}/${name}`,
        code: "no-stored-secret",
        message: `${device.mn} has no stored ${name} to keep`,
      });
    }
    return {
      ...rest,
      ...(isStored(password) && { hj212Password: password }),
      ...(isStored(secret) && { mqttSecret: secret }),
    };
  });
  return problems.length > 0 ? err(problems) : ok({ ...incoming, devices });
}

type Sealed = StoredSecret | "nothing-stored" | undefined;

function isStored(sealed: Sealed): sealed is StoredSecret {
  return typeof sealed === "object";
}

function sealSecret(secret: {
  readonly given: IncomingSecret | undefined;
  readonly had: StoredSecret | undefined;
  readonly box: SecretBox;
  readonly make: (clear: string) => StoredSecret;
}): Sealed {
  const { given, had, box, make } = secret;
  if (given === undefined) return undefined;
  if (typeof given !== "string") return had ?? "nothing-stored";
  return had !== undefined && box.matches(had, given) ? had : make(given);
}
