import type { Kysely } from "kysely";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { Instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

/** Writes deadlines over those with the same id. */
export async function saveDeadlines(trx: Kysely<Tables>, documents: Documents, deadlines: readonly Deadline[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(deadlines, (d) => d.id))) {
    await trx
      .insertInto("deadlines")
      .values(batch.map((d) => ({ id: d.id, at: d.at, document: documents.write("document/deadline", d) })))
      .onConflict((oc) =>
        oc.column("id").doUpdateSet((eb) => ({ at: eb.ref("excluded.at"), document: eb.ref("excluded.document") })),
      )
      .execute();
  }
}

/** Removes deadlines; an id that is not there is no mistake. */
export async function clearDeadlines(trx: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  for (const batch of rowBatches(ids)) await trx.deleteFrom("deadlines").where("id", "in", batch).execute();
}

interface Due {
  readonly upTo: Instant;
  readonly limit: number;
}

/** Deadlines with `at <= upTo`, earliest first, then by id. */
export async function loadDueDeadlines(
  db: Kysely<Tables>,
  documents: Documents,
  { upTo, limit }: Due,
): Promise<readonly Deadline[]> {
  const rows = await db
    .selectFrom("deadlines")
    .select("document")
    .where("at", "<=", upTo)
    .orderBy("at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => documents.read("document/deadline", row.document));
}

/** The earliest deadline of all. */
export async function loadNextDeadline(db: Kysely<Tables>, documents: Documents): Promise<Deadline | undefined> {
  const row = await db.selectFrom("deadlines").select("document").orderBy("at").orderBy("id").limit(1).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/deadline", row.document);
}
