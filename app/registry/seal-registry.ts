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
    const keep = (name: "hj212Password" | "mqttSecret", given: IncomingSecret | undefined): StoredSecret | undefined => {
      if (given === undefined) return undefined;
      const had = old?.[name];
      if (typeof given !== "string") {
        if (had === undefined) {
          problems.push({
            pointer: `/devices/${at}/${name}`,
            code: "no-stored-secret",
            message: `${device.mn} has no stored ${name} to keep`,
          });
        }
        return had;
      }
      if (had !== undefined && box.matches(had, given)) return had;
      return name === "mqttSecret" ? box.hash(given) : box.seal(given);
    };
    const password = keep("hj212Password", hj212Password);
    const secret = keep("mqttSecret", mqttSecret);
    return { ...rest, ...(password && { hj212Password: password }), ...(secret && { mqttSecret: secret }) };
  });
  return problems.length > 0 ? err(problems) : ok({ ...incoming, devices });
}
