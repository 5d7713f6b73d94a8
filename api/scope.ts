import type { Case } from "../core/casework/case.ts";
import type { Actor } from "../core/people/actor.ts";
import type { Role } from "../core/people/rights.ts";
import { descendantsOf, type RegistryIndex } from "../core/registry/grid.ts";

/** What of the district a caller may see. `everything` spares the look-ups. */
export interface Scope {
  readonly everything: boolean;
  readonly cells: ReadonlySet<string>;
  readonly enterprises: ReadonlySet<string>;
  readonly outlets: ReadonlySet<string>;
  /** Ids under which cases are handed to the caller. */
  readonly self: ReadonlySet<string>;
}

const DISTRICT: readonly Role[] = ["bureau-staff", "duty-desk", "leading-group-office", "leader", "auditor", "administrator"];
/** Departments and the enforcement team work in the whole district unless cells are given to them. */
const DISTRICT_WITHOUT_CELLS: readonly Role[] = ["handling-unit", "enforcement-officer"];

/**
 * What a caller may see: the bureau, the desks, leaders, auditors and administrators the whole district; officers their cells and everything
 * below; an enterprise specialist only the own enterprise. Several roles add up.
 */
export function scopeOf(actor: Actor, index: RegistryIndex): Scope {
  const self = new Set([actor.id, ...(actor.person === null ? [] : [actor.person])]);
  const whole =
    actor.roles.some((r) => DISTRICT.includes(r)) ||
    (actor.cells.length === 0 && actor.roles.some((r) => DISTRICT_WITHOUT_CELLS.includes(r)));
  const onlyEnterprise = actor.roles.every((r) => r === "enterprise-specialist");
  const cells = new Set(onlyEnterprise ? [] : actor.cells.flatMap((cell) => [...descendantsOf(index, cell)]));
  const enterprises = new Set<string>();
  if (actor.roles.includes("enterprise-specialist") && actor.enterprise !== null) enterprises.add(actor.enterprise);
  for (const cell of index.registry.cells)
    if (cell.enterprise !== undefined && cells.has(cell.id)) enterprises.add(cell.enterprise);
  const outlets = new Set(index.registry.outlets.filter((o) => enterprises.has(o.enterprise)).map((o) => o.id));
  return { everything: whole, cells, enterprises, outlets, self };
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

/** True when the caller may see the case: through the cell that owns it, the enterprise, the outlet, or because it is in the caller's hands. */
export function seesCase(scope: Scope, subject: Case): boolean {
  if (scope.everything || scope.cells.has(subject.cell)) return true;
  if (subject.enterprise !== null && scope.enterprises.has(subject.enterprise)) return true;
  if (subject.outlet !== null && scope.outlets.has(subject.outlet)) return true;
  return [subject.assignee, subject.handler].some((holder) => holder !== null && scope.self.has(holder));
}
