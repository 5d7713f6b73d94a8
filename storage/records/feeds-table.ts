import type { Kysely } from "kysely";
import type { CommandOutcome } from "../../core/casework/command.ts";
import type { RecordEvent } from "../../core/records/records.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import type { Tables } from "./schema.ts";

/** An outcome is asked for within seconds of its command; older ones only serve a look into the past. */
export const KEPT_OUTCOMES = 10_000;
/** A live page that has missed more than this loads itself again. */
export const KEPT_EVENTS = 50_000;

const OUTCOMES: ManyTable = {
  table: "outcomes",
  columns: [
    { name: "seq", type: "bigint" },
    { name: "ordinal", type: "bigint" },
    { name: "document", type: "text" },
  ],
};
const EVENTS: ManyTable = {
  table: "events",
  columns: [
    { name: "id", type: "bigint" },
    { name: "document", type: "text" },
  ],
};

/** Adds outcomes after number `last` and lets the oldest go. Returns the number of the last one. */
export async function appendOutcomes(
  trx: ManyDb,
  documents: Documents,
  { outcomes, last }: { readonly outcomes: readonly CommandOutcome[]; readonly last: number },
): Promise<number> {
  if (outcomes.length === 0) return last;
  const rows = outcomes.map((outcome, i) => [outcome.seq, last + 1 + i, documents.write("document/outcome", outcome)]);
  await insertMany(trx, OUTCOMES, rows);
  const newest = last + rows.length;
  await trx.db
    .deleteFrom("outcomes")
    .where("ordinal", "<=", newest - KEPT_OUTCOMES)
    .execute();
  return newest;
}

/** The outcome of the journal entry, while it is kept. */
export async function loadOutcome(db: Kysely<Tables>, documents: Documents, seq: number): Promise<CommandOutcome | undefined> {
  const row = await db.selectFrom("outcomes").select("document").where("seq", "=", seq).executeTakeFirst();
  return row === undefined ? undefined : documents.read("document/outcome", row.document);
}

/** Kept outcomes of entries beyond `seq`, in their order. */
export async function loadOutcomesAfter(
  db: Kysely<Tables>,
  documents: Documents,
  { seq, limit }: { readonly seq: number; readonly limit: number },
): Promise<readonly CommandOutcome[]> {
  const rows = await db.selectFrom("outcomes").select("document").where("seq", ">", seq).orderBy("seq").limit(limit).execute();
  return rows.map(({ document }) => documents.read("document/outcome", document));
}

/** Adds events after id `last` and lets the oldest go. Returns the id of the last one. */
export async function appendEvents(
  trx: ManyDb,
  documents: Documents,
  { events, last }: { readonly events: readonly Omit<RecordEvent, "id">[]; readonly last: number },
): Promise<number> {
  if (events.length === 0) return last;
  const rows = events.map((event, i) => [last + 1 + i, documents.write("document/event", event)]);
  await insertMany(trx, EVENTS, rows);
  const newest = last + rows.length;
  await trx.db
    .deleteFrom("events")
    .where("id", "<=", newest - KEPT_EVENTS)
    .execute();
  return newest;
}

/** Kept events with an id beyond `id`, in order. */
export async function loadEventsAfter(
  db: Kysely<Tables>,
  documents: Documents,
  { id, limit }: { readonly id: number; readonly limit: number },
): Promise<readonly RecordEvent[]> {
  const rows = await db.selectFrom("events").selectAll().where("id", ">", id).orderBy("id").limit(limit).execute();
  return rows.map((row) => ({ id: row.id, ...documents.read<Omit<RecordEvent, "id">>("document/event", row.document) }));
}
