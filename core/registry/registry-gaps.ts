import { lawOf, limitsOfLaw } from "./law-of-outlet.ts";
import { mayJudge } from "./limit.ts";
import type { RegistryWarning } from "./problem-codes.ts";
import type { OutletKind, Registry } from "./registry.ts";

/** Outlets whose discharge the law bounds: one without a limit is watched by nobody. */
const BOUNDED: ReadonlySet<OutletKind> = new Set(["stack", "effluent", "boundary"]);

/**
 * What an installation still lacks before it can do its work: nothing registered, nobody to answer, an outlet whose
 * readings are compared with nothing, a device whose readings go nowhere. In the order in which it is registered.
 */
export function registryGaps(registry: Registry): readonly RegistryWarning[] {
  const { cells, people, outlets, devices, channels, limits } = registry;
  if (cells.length === 0 && outlets.length === 0 && devices.length === 0) {
    return [{ pointer: "/cells", code: "nothing-registered" as const, facts: {} }];
  }
  const law = lawOf(registry);
  const ofLaw = outlets.flatMap((outlet) => limitsOfLaw(outlet, law).filter(mayJudge));
  const limited = new Set([...limits, ...ofLaw].map((limit) => limit.outlet));
  const mapped = new Set(channels.map((channel) => channel.device));
  return [
    ...(people.length === 0 ? [{ pointer: "/people", code: "nobody-registered" as const, facts: {} }] : []),
    ...outlets.flatMap(({ id, kind }, i): readonly RegistryWarning[] =>
      BOUNDED.has(kind) && !limited.has(id)
        ? [{ pointer: `/outlets/${i}`, code: "outlet-without-limit" as const, facts: { outlet: id } }]
        : [],
    ),
    ...devices.flatMap(({ mn, bridgeFor }, i): readonly RegistryWarning[] =>
      mapped.has(mn) || bridgeFor !== undefined
        ? []
        : [{ pointer: `/devices/${i}`, code: "device-without-channel" as const, facts: { mn } }],
    ),
  ];
}
