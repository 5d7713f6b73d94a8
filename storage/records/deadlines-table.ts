import type { Kysely } from "kysely";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { Instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import { lastByKey } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

const DEADLINES: ManyTable = {
  table: "deadlines",
  columns: [
    { name: "id", type: "text" },
    { name: "at", type: "bigint" },
    { name: "document", type: "text" },
  ],
  key: ["id"],
};

/** Writes deadlines over those with the same id. */
export async function saveDeadlines(trx: ManyDb, documents: Documents, deadlines: readonly Deadline[]): Promise<void> {
  const rows = lastByKey(deadlines, (d) => d.id).map((d) => [d.id, d.at, documents.write("document/deadline", d)]);
  await insertMany(trx, DEADLINES, rows);
}

/** Removes deadlines; an id that is not there is no mistake. */
export async function clearDeadlines({ db, many }: ManyDb, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.executeQuery(many.deleteWhere("deadlines", "id", ids));
}

interface Due {
  readonly upTo: Instant;
  readonly limit: number;
  readonly after: Pick<Deadline, "at" | "id"> | undefined;
}

/** Deadlines with `at <= upTo` and beyond `after`, earliest first, then by id. */
export async function loadDueDeadlines(
  db: Kysely<Tables>,
  documents: Documents,
  { upTo, limit, after }: Due,
): Promise<readonly Deadline[]> {
  const rows = await db
    .selectFrom("deadlines")
    .select("document")
    .where("at", "<=", upTo)
    .$if(after !== undefined, (query) =>
      query.where((eb) => eb(eb.refTuple("at", "id"), ">", eb.tuple(after?.at ?? 0, after?.id ?? ""))),
    )
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
