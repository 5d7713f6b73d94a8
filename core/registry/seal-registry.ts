import { err, ok, type Result } from "../result.ts";
import type { IncomingRegistry, IncomingSecret, IncomingUpstream } from "./incoming-registry.ts";
import type { RegistryProblem } from "./problem-codes.ts";
import type { Device, Registry } from "./registry.ts";
import type { Secrets } from "./secrets.ts";
import type { StoredSecret } from "./stored-secret.ts";
import type { Upstream } from "./upstream.ts";

/**
 * Replaces the secrets of an incoming document by what may be stored. `{"set":true}` keeps what is stored, and so does
 * a clear secret that is the stored one, so that the same document imported twice is the same registry.
 */
export function sealRegistry(
  incoming: IncomingRegistry,
  before: Registry | undefined,
  secrets: Secrets,
): Result<Registry, readonly RegistryProblem[]> {
  const problems: RegistryProblem[] = [];
  const stored = new Map((before?.devices ?? []).map((d) => [d.mn, d]));
  const devices = incoming.devices.map((device, at): Device => {
    const { hj212Password, mqttSecret, sm4Key, sm4KeyNew, ...rest } = device;
    const old = stored.get(device.mn);
    const password = sealSecret({ given: hj212Password, had: old?.hj212Password, secrets, make: (clear) => secrets.seal(clear) });
    const secret = sealSecret({ given: mqttSecret, had: old?.mqttSecret, secrets, make: (clear) => secrets.hash(clear) });
    const key = sealSecret({ given: sm4Key, had: old?.sm4Key, secrets, make: (clear) => secrets.seal(clear) });
    const next = sealSecret({ given: sm4KeyNew, had: old?.sm4KeyNew, secrets, make: (clear) => secrets.seal(clear) });
    const sealedSecrets = { hj212Password: password, mqttSecret: secret, sm4Key: key, sm4KeyNew: next };
    for (const [name, sealed] of Object.entries(sealedSecrets)) {
      if (sealed !== "nothing-stored") continue;
      problems.push({
        pointer: `/devices/${at}/${name}`,
        code: "no-stored-secret",
        facts: { of: device.mn, field: name },
      });
    }
    return sameAsBefore(old, {
      ...rest,
      ...(isStored(password) && { hj212Password: password }),
      ...(isStored(secret) && { mqttSecret: secret }),
      ...(isStored(key) && { sm4Key: key }),
      ...(isStored(next) && { sm4KeyNew: next }),
    });
  });
  const upstreams = incoming.upstreams?.map((row, at) =>
    sealUpstream(row, { before, secrets, pointer: `/upstreams/${at}`, problems }),
  );
  const { upstreams: _, ...tables } = incoming;
  return problems.length > 0 ? err(problems) : ok({ ...tables, devices, ...(upstreams !== undefined && { upstreams }) });
}

/** The device as it is stored where nothing of it is another value: what was not touched stays the same object. */
function sameAsBefore(old: Device | undefined, made: Device): Device {
  if (old === undefined) return made;
  const [was, is] = [Object.entries(old), Object.entries(made)];
  const fields = made as unknown as Readonly<Record<string, unknown>>;
  return was.length === is.length && was.every(([name, value]) => fields[name] === value) ? old : made;
}

interface UpstreamSealing {
  readonly before: Registry | undefined;
  readonly secrets: Secrets;
  readonly pointer: string;
  readonly problems: RegistryProblem[];
}

/** The passwords we show to a platform above must be sent in clear, so they are sealed and not hashed. */
function sealUpstream(row: IncomingUpstream, { before, secrets, pointer, problems }: UpstreamSealing): Upstream {
  const old = before?.upstreams?.find((u) => u.id === row.id);
  const seal = (given: IncomingSecret | undefined, had: StoredSecret | undefined, where: string) => {
    const sealed = sealSecret({ given, had, secrets, make: (clear) => secrets.seal(clear) });
    if (sealed === "nothing-stored") {
      problems.push({
        pointer: `${pointer}${where}`,
        code: "no-stored-secret",
        facts: { of: row.id, field: "password" },
      });
    }
    return isStored(sealed) ? { password: sealed } : {};
  };
  const { password, devices, ...rest } = row;
  return {
    ...rest,
    ...seal(password, old?.password, "/password"),
    ...(devices !== undefined && {
      devices: devices.map(({ mn, as, password: own }, at) => ({
        mn,
        as,
        ...seal(own, old?.devices?.find((d) => d.mn === mn)?.password, `/devices/${at}/password`),
      })),
    }),
  };
}

type Sealed = StoredSecret | "nothing-stored" | undefined;

function isStored(sealed: Sealed): sealed is StoredSecret {
  return typeof sealed === "object";
}

function sealSecret(secret: {
  readonly given: IncomingSecret | undefined;
  readonly had: StoredSecret | undefined;
  readonly secrets: Secrets;
  readonly make: (clear: string) => StoredSecret;
}): Sealed {
  const { given, had, secrets, make } = secret;
  if (given === undefined) return undefined;
  if (typeof given !== "string") return had ?? "nothing-stored";
  return had !== undefined && secrets.matches(had, given) ? had : make(given);
}
