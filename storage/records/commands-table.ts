import type { Kysely } from "kysely";
import type { DecidedCommand } from "../../core/casework/command.ts";
import type { RecordsBatch } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import { lastByKey } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

const COMMANDS: ManyTable = {
  table: "commands",
  columns: [
    { name: "id", type: "text" },
    { name: "at", type: "bigint" },
    { name: "document", type: "text" },
  ],
  key: ["id"],
};

/** Keeps first outcomes by request, and lets those go that the batch says are forgotten. */
export async function saveCommands(
  trx: ManyDb,
  documents: Documents,
  { commands, commandsSince }: Pick<RecordsBatch, "commands" | "commandsSince">,
): Promise<void> {
  const rows = lastByKey(commands, ({ id }) => id).map((c) => [c.id, c.at, documents.write("document/command", c)]);
  await insertMany(trx, COMMANDS, rows);
  if (commandsSince !== null) await trx.db.deleteFrom("commands").where("at", "<", commandsSince).execute();
}

/** The first outcome of a request, while it is kept. */
export async function loadCommand(db: Kysely<Tables>, documents: Documents, id: string): Promise<DecidedCommand | undefined> {
  const row = await db.selectFrom("commands").select("document").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/command", row.document);
}

/** Kept requests with ids beyond `id`, in the order of the ids. */
export async function loadCommandsAfter(
  db: Kysely<Tables>,
  documents: Documents,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<readonly DecidedCommand[]> {
  const rows = await db.selectFrom("commands").select("document").where("id", ">", id).orderBy("id").limit(limit).execute();
  return rows.map(({ document }) => documents.read("document/command", document));
}
