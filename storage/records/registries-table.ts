import type { Kysely } from "kysely";
import type { Registry } from "../../core/registry/registry.ts";
import { applyEdit, isWhole, joinedEdits, type RegistryEdit, type RegistryStep } from "../../core/registry/registry-edit.ts";
import type { RegistryVersion, StoredVersion } from "../../core/registry/registry-timeline.ts";
import { instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import type { Tables } from "./schema.ts";

/**
 * After so many edits the document is kept whole beside the newest of them, so that a start reads few. Only the newest
 * one is: what is stored grows with what changed.
 */
const EDITS_A_SNAPSHOT = 500;

/** Adds registry versions. @throws when one of that journal entry is there already. */
export async function appendRegistries(
  trx: Kysely<Tables>,
  documents: Documents,
  versions: readonly StoredVersion[],
): Promise<void> {
  for (const version of versions) {
    const { seq, at } = version;
    const step: RegistryStep = isWhole(version) ? { registry: version.registry } : { edit: version.edit };
    const row = { seq, at, document: documents.write("registry", step), whole: Number(isWhole(step)), snapshot: null };
    await trx.insertInto("registries").values(row).execute();
    if (!isWhole(step)) await keepSnapshot(trx, documents, seq);
  }
}

async function keepSnapshot(trx: Kysely<Tables>, documents: Documents, seq: number): Promise<void> {
  const base = await baseOf(trx, seq).select("seq").executeTakeFirst();
  const { edits } = await trx
    .selectFrom("registries")
    .select((eb) => eb.fn.countAll().as("edits"))
    .where("seq", ">", base?.seq ?? 0)
    .executeTakeFirstOrThrow();
  if (Number(edits) < EDITS_A_SNAPSHOT) return;
  const version = await loadRegistryAt(trx, documents, seq);
  if (version === undefined) return;
  await trx.updateTable("registries").set({ snapshot: null }).where("snapshot", "is not", null).execute();
  const snapshot = documents.write("registry", { registry: version.registry });
  await trx.updateTable("registries").set({ snapshot }).where("seq", "=", seq).execute();
}

/** The version in force for the journal entry `seq`; `undefined` when there was none. */
export async function loadRegistryAt(
  db: Kysely<Tables>,
  documents: Documents,
  seq: number,
): Promise<RegistryVersion | undefined> {
  const base = await baseOf(db, seq).selectAll().executeTakeFirst();
  if (base === undefined) return undefined;
  const { registry } = documents.read<{ readonly registry: Registry }>("registry", base.snapshot ?? base.document);
  const rows = await db
    .selectFrom("registries")
    .select(["seq", "at", "document"])
    .where("seq", ">", base.seq)
    .where("seq", "<=", seq)
    .orderBy("seq")
    .execute();
  const edits = rows.map((row) => documents.read<{ readonly edit: RegistryEdit }>("registry", row.document).edit);
  const newest = rows.at(-1) ?? base;
  return {
    ...{ seq: newest.seq, at: instant(newest.at) },
    registry: edits.length === 0 ? registry : applyEdit(registry, joinedEdits(edits)),
  };
}

/** The newest version at or before `seq` that is kept whole. */
function baseOf(db: Kysely<Tables>, seq: number) {
  return db
    .selectFrom("registries")
    .where("seq", "<=", seq)
    .where((eb) => eb.or([eb("whole", "=", 1), eb("snapshot", "is not", null)]))
    .orderBy("seq", "desc")
    .limit(1);
}

/** The versions after `seq`, oldest first, as they are stored. */
export async function loadRegistrySteps(
  db: Kysely<Tables>,
  documents: Documents,
  after: number,
): Promise<readonly StoredVersion[]> {
  const rows = await db
    .selectFrom("registries")
    .select(["seq", "at", "document"])
    .where("seq", ">", after)
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({
    ...documents.read<RegistryStep>("registry", row.document),
    ...{ seq: row.seq, at: instant(row.at) },
  }));
}

/** The journal entry of the version in force for `upTo`; 0 when there is none. */
export async function loadRegistrySeq(db: Kysely<Tables>, upTo: number): Promise<number> {
  const newest = db.selectFrom("registries").select("seq").where("seq", "<=", upTo);
  const row = await newest.orderBy("seq", "desc").limit(1).executeTakeFirst();
  return row?.seq ?? 0;
}
