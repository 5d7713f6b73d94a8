import { type Kysely, sql } from "kysely";
import type { RecordsBatch } from "../../core/records/records.ts";
import { type Instant, instant } from "../../core/time.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import type { Tables } from "./schema.ts";

/** How far the records have come. */
export interface Position {
  /** The newest journal entry whose effects are in. */
  readonly journalSeq: number;
  /** How many commits the entry after it has taken. */
  readonly step: number;
  readonly engineAt: Instant;
  readonly lastEvent: number;
  readonly lastOutcome: number;
}

/** Where the records stand. */
export async function loadPosition(db: Kysely<Tables>): Promise<Position> {
  const row = await db.selectFrom("position").selectAll().where("id", "=", 1).executeTakeFirstOrThrow();
  const { journal_seq: journalSeq, journal_step: step, engine_at: engineAt } = row;
  return { journalSeq, step, engineAt: instant(engineAt), lastEvent: row.last_event, lastOutcome: row.last_outcome };
}

/**
 * Moves the cursor and keeps other writers waiting until the transaction ends; `undefined`, and nothing changed, when
 * the cursor is there or beyond.
 */
export async function advancePosition(
  trx: Kysely<Tables>,
  { upTo, step, engineAt }: Pick<RecordsBatch, "upTo" | "step" | "engineAt">,
): Promise<FeedNumbers | undefined> {
  const row = await trx
    .updateTable("position")
    .set({ journal_seq: upTo, journal_step: step, engine_at: engineAt })
    .where("id", "=", 1)
    .where((eb) => eb.or([eb("journal_seq", "<", upTo), eb.and([eb("journal_seq", "=", upTo), eb("journal_step", "<", step)])]))
    .returning(["last_event", "last_outcome"])
    .executeTakeFirst();
  return row === undefined ? undefined : { lastEvent: row.last_event, lastOutcome: row.last_outcome };
}

/** What is known of the position before a batch is written. */
export type FeedNumbers = Pick<Position, "lastEvent" | "lastOutcome">;

/**
 * Moves the cursor from a position that is known, together with the numbers of the last event and outcome. Fails by a
 * division by zero when the position is another one or beyond the batch: then nobody has to wait for an answer before
 * the rest is sent.
 */
export async function advanceFrom(trx: Kysely<Tables>, known: FeedNumbers, batch: RecordsBatch): Promise<FeedNumbers> {
  const { upTo, step, engineAt, events, outcomes } = batch;
  const lastEvent = known.lastEvent + events.length;
  const lastOutcome = known.lastOutcome + outcomes.length;
  await sql`with moved as (
      update position set journal_seq = ${upTo}, journal_step = ${step}, engine_at = ${engineAt},
        last_event = ${lastEvent}, last_outcome = ${lastOutcome}
      where id = 1 and last_event = ${known.lastEvent} and last_outcome = ${known.lastOutcome}
        and (journal_seq < ${upTo} or (journal_seq = ${upTo} and journal_step < ${step}))
      returning id
    ) select 1 / count(*) from moved`.execute(trx);
  return { lastEvent, lastOutcome };
}

/** True for what `advanceFrom` fails with when the position was another one. */
export function isElsewhere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "22012";
}

/** Keeps the numbers of the last event and outcome for the next commit. */
export async function saveFeedNumbers(trx: Kysely<Tables>, last: FeedNumbers): Promise<void> {
  await trx
    .updateTable("position")
    .set({ last_event: last.lastEvent, last_outcome: last.lastOutcome })
    .where("id", "=", 1)
    .execute();
}

const COUNTERS: ManyTable = {
  table: "counters",
  columns: [
    { name: "key", type: "text" },
    { name: "value", type: "bigint" },
  ],
  key: ["key"],
};

/** Sets running numbers. */
export async function saveCounters(trx: ManyDb, counters: Readonly<Record<string, number>>): Promise<void> {
  await insertMany(trx, COUNTERS, Object.entries(counters));
}

/** Running numbers in the order of their keys. */
export async function loadCountersOf({ db, many }: ManyDb, keys: readonly string[]): Promise<readonly number[]> {
  if (keys.length === 0) return [];
  const query = many.selectByKeys(
    "counters",
    COUNTERS.columns.slice(0, 1),
    keys.map((key) => [key]),
  );
  const { rows } = await db.executeQuery<Tables["counters"]>(query);
  const known = new Map(rows.map(({ key, value }) => [key, value]));
  return keys.map((key) => known.get(key) ?? 0);
}

/** Every running number that was ever set. */
export async function loadCounters(db: Kysely<Tables>): Promise<Readonly<Record<string, number>>> {
  const rows = await db.selectFrom("counters").selectAll().orderBy("key").execute();
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** A running number; 0 when it was never set. */
export async function loadCounter(db: Kysely<Tables>, key: string): Promise<number> {
  const row = await db.selectFrom("counters").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value ?? 0;
}
