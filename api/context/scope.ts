import type { Actor } from "../../core/people/actor.ts";
import { type Reach, reachOf } from "../../core/people/reach.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";

/** What of the installation a caller may see. `everything` spares the look-ups. */
export interface Scope extends Reach {
  readonly outlets: ReadonlySet<string>;
}

/** What a caller may see, by the table of rights; several roles add up. */
export function scopeOf(actor: Actor, index: RegistryIndex): Scope {
  const reach = reachOf(actor, index);
  const outlets = new Set(index.registry.outlets.filter((o) => reach.enterprises.has(o.enterprise)).map((o) => o.id));
  return { ...reach, outlets };
}

/** True when the caller may see the outlet. */
export function seesOutlet(scope: Scope, outlet: string): boolean {
  return scope.everything || scope.outlets.has(outlet);
}

/** True when the caller may see the enterprise. */
export function seesEnterprise(scope: Scope, enterprise: string): boolean {
  return scope.everything || scope.enterprises.has(enterprise);
}

/** True when the caller may see the device: it reports on an outlet that the caller may see. */
export function seesDevice(scope: Scope, index: RegistryIndex, mn: string): boolean {
  return scope.everything || index.registry.channels.some((c) => c.device === mn && scope.outlets.has(c.outlet));
}
