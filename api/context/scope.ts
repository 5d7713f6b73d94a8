import type { Actor } from "../../core/people/actor.ts";
import { type Reach, reachOf } from "../../core/people/reach.ts";
import type { Power } from "../../core/people/rights.ts";
import { isRowInForce, type RegistryIndex } from "../../core/registry/grid.ts";
import type { Instant } from "../../core/time.ts";

/** What of the installation a caller may see. `everything` spares the look-ups. */
export interface Scope extends Reach {
  readonly outlets: ReadonlySet<string>;
}

/** Over what a caller holds a power, or sees anything; the roles that give it add up. */
export function scopeOf(actor: Actor, index: RegistryIndex, power: Power = "see-own"): Scope {
  const reach = reachOf(actor, index, power);
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

/** Whose view of the registry, and when. */
export interface Viewing {
  readonly scope: Scope;
  readonly index: RegistryIndex;
  readonly now: Instant;
}

/** True when the caller may see the device: it reports today on an outlet that the caller may see. */
export function seesDevice({ scope, index, now }: Viewing, mn: string): boolean {
  if (scope.everything) return true;
  return index.registry.channels.some((c) => c.device === mn && scope.outlets.has(c.outlet) && isRowInForce(c, now));
}

/**
 * True when the caller may read what the device said, word for word: a frame has the values of all outlets together, so
 * that one has to see every outlet that it ever reported on. A sender that no registry knows is read only by those who
 * see everything.
 */
export function readsDevice(viewing: Viewing, mn: string): boolean {
  const { scope, index } = viewing;
  if (scope.everything) return true;
  return seesDevice(viewing, mn) && index.registry.channels.every((c) => c.device !== mn || scope.outlets.has(c.outlet));
}
