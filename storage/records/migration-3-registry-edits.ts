import type { Kysely } from "kysely";

/** A migration has types of its own, which never change. */
interface ThirdTables {
  readonly registries: { readonly seq: number; readonly whole: number; readonly snapshot: string | null };
}

/** Schema version 3: registry versions as what they change; those of before are whole. */
export async function addRegistryEdits(trx: Kysely<ThirdTables>): Promise<void> {
  await trx.schema
    .alterTable("registries")
    .addColumn("whole", "integer", (c) => c.notNull().defaultTo(1))
    .execute();
  await trx.schema.alterTable("registries").addColumn("snapshot", "text").execute();
}
