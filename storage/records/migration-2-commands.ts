import type { Kysely, RawBuilder } from "kysely";

/** A migration has types of its own, which never change. */
interface SecondTables {
  readonly commands: { readonly id: string; readonly at: number; readonly document: string };
}

interface SecondFlavour {
  readonly keyText: RawBuilder<unknown>;
}

/** Schema version 2: first outcomes by request, and the tag of a remembered answer. */
export async function addCommands(trx: Kysely<SecondTables>, { keyText }: SecondFlavour): Promise<void> {
  await trx.schema
    .createTable("commands")
    .addColumn("id", keyText, (c) => c.primaryKey().notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema.createIndex("commands_by_at").on("commands").column("at").execute();
  await trx.schema.alterTable("remembered").addColumn("etag", "text").execute();
}
