import type { Kysely } from "kysely";
import type { DecidedCommand } from "../../core/casework/command.ts";
import type { RecordsBatch } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

/** Keeps first outcomes by request, and lets those go that the batch says are forgotten. */
export async function saveCommands(
  trx: Kysely<Tables>,
  documents: Documents,
  { commands, commandsSince }: Pick<RecordsBatch, "commands" | "commandsSince">,
): Promise<void> {
  const rows = lastByKey(commands, ({ id }) => id).map((command) => ({
    id: command.id,
    at: command.at,
    document: documents.write("document/command", command),
  }));
  for (const batch of rowBatches(rows)) {
    await trx
      .insertInto("commands")
      .values(batch)
      .onConflict((oc) =>
        oc.column("id").doUpdateSet((eb) => ({ at: eb.ref("excluded.at"), document: eb.ref("excluded.document") })),
      )
      .execute();
  }
  if (commandsSince !== null) await trx.deleteFrom("commands").where("at", "<", commandsSince).execute();
}

/** The first outcome of a request, while it is kept. */
export async function loadCommand(db: Kysely<Tables>, documents: Documents, id: string): Promise<DecidedCommand | undefined> {
  const row = await db.selectFrom("commands").select("document").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/command", row.document);
}
