import type { CommandBus } from "../../core/casework/command-bus.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { LawRow } from "../../core/registry/law-row.ts";
import type { NewestRegistry } from "../../core/registry/newest-registry.ts";
import { ok } from "../../core/result.ts";

/** Whoever changes the law because a build ships other rows. */
const SHIPPER: Actor = { id: "system:shipped-law", name: "", roles: [], cells: [], enterprise: null, person: null };

interface ShippedLawDeps {
  readonly commands: Pick<CommandBus, "changeLaw">;
  readonly registry: Pick<NewestRegistry, "newest">;
  readonly rows: readonly LawRow[];
}

/**
 * Puts the rows that this build ships into force, once in its life: what two persons confirmed stays. The first version
 * of a registry begins with them; one that is there already is changed where they are others, and only what they change
 * is judged again.
 */
export function takingShippedLaw({ commands, registry, rows }: ShippedLawDeps): () => Promise<void> {
  let isTaken = false;
  return async () => {
    if (isTaken || (await registry.newest()) === undefined) return;
    await commands.changeLaw((before) => ok({ ...before, law: rows }), SHIPPER);
    isTaken = true;
  };
}
