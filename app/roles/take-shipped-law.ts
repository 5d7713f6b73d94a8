import type { CommandBus } from "../../core/casework/command-bus.ts";
import type { JournalReader } from "../../core/journal/journal.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { RecordsView } from "../../core/records/records.ts";
import type { LawRow } from "../../core/registry/law-row.ts";
import type { NewestRegistry } from "../../core/registry/newest-registry.ts";
import { ok } from "../../core/result.ts";

/** Whoever changes the law because a build ships other rows. */
const SHIPPER: Actor = { id: "system:shipped-law", name: "", roles: [], cells: [], enterprise: null, person: null };

interface ShippedLawDeps {
  readonly commands: Pick<CommandBus, "changeLaw">;
  readonly journal: Pick<JournalReader, "lastSeq">;
  readonly records: Pick<RecordsView, "cursor">;
  readonly registry: Pick<NewestRegistry, "newest">;
  readonly rows: readonly LawRow[];
}

/**
 * Puts the rows that this build ships into force, once in its life: what two persons confirmed stays. The first version
 * of a registry begins with them; one that is there already is changed where they are others, and only what they change
 * is judged again. It waits until the judge has passed what was journalled before: asked of an older version again and
 * again, the journal would fill with the same law, and people's changes of the registry would wait behind it.
 */
export function takingShippedLaw({ commands, journal, records, registry, rows }: ShippedLawDeps): () => Promise<void> {
  let isTaken = false;
  /** Up to here the judge must have come. */
  let before: number | undefined;
  return async () => {
    if (isTaken) return;
    before ??= await journal.lastSeq();
    if ((await records.cursor()) < before || (await registry.newest()) === undefined) return;
    // Whatever becomes of it: what was asked lies in the journal, and is passed before it is asked again.
    before = undefined;
    await commands.changeLaw((tables) => ok({ ...tables, law: rows }), SHIPPER);
    isTaken = true;
  };
}
