import type { Kysely, RawBuilder } from "kysely";

/**
 * Of the tables of this version only those that get a row here. A migration has types of its own, which never change.
 */
interface FirstTables {
  readonly position: {
    readonly id: number;
    readonly journal_seq: number;
    readonly journal_step: number;
    readonly engine_at: number;
    readonly last_event: number;
    readonly last_outcome: number;
  };
  readonly audit_head: { readonly id: number; readonly last_line: number; readonly last_hash: string };
}

interface FirstFlavour {
  readonly keyText: RawBuilder<unknown>;
}

/** Schema version 1: everything the records and the identities started with. */
export async function createFirstTables(trx: Kysely<FirstTables>, flavour: FirstFlavour): Promise<void> {
  await createPosition(trx);
  await createPeriods(trx, flavour);
  await createFindings(trx, flavour);
  await createTimeline(trx, flavour);
  await createFeeds(trx, flavour);
  await createIdentities(trx, flavour);
  await createAudit(trx, flavour);
}

async function createPosition(trx: Kysely<FirstTables>): Promise<void> {
  await trx.schema
    .createTable("position")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("journal_seq", "bigint", (c) => c.notNull())
    .addColumn("journal_step", "bigint", (c) => c.notNull())
    .addColumn("engine_at", "bigint", (c) => c.notNull())
    .addColumn("last_event", "bigint", (c) => c.notNull())
    .addColumn("last_outcome", "bigint", (c) => c.notNull())
    .execute();
  await trx
    .insertInto("position")
    .values({ id: 1, journal_seq: 0, journal_step: 0, engine_at: 0, last_event: 0, last_outcome: 0 })
    .execute();
  await trx.schema
    .createTable("collections")
    .addColumn("name", "text", (c) => c.primaryKey().notNull())
    .addColumn("shape", "text", (c) => c.notNull())
    .execute();
  await trx.schema
    .createTable("registries")
    .addColumn("seq", "bigint", (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
}

async function createPeriods(trx: Kysely<FirstTables>, { keyText }: FirstFlavour): Promise<void> {
  await trx.schema
    .createTable("periods")
    .addColumn("outlet", keyText, (c) => c.notNull())
    .addColumn("pollutant", keyText, (c) => c.notNull())
    .addColumn("basis", keyText, (c) => c.notNull())
    .addColumn("start", "bigint", (c) => c.notNull())
    .addColumn("document", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("periods_key", ["outlet", "pollutant", "basis", "start"])
    .execute();
  await trx.schema
    .createTable("verdicts")
    .addColumn("outlet", keyText, (c) => c.notNull())
    .addColumn("pollutant", keyText, (c) => c.notNull())
    .addColumn("basis", keyText, (c) => c.notNull())
    .addColumn("start", "bigint", (c) => c.notNull())
    .addColumn("verdict", "text")
    .addColumn("validity", "text", (c) => c.notNull())
    .addColumn("value", "double precision")
    .addColumn("limit_id", "text")
    .addColumn("limit_value", "double precision")
    .addPrimaryKeyConstraint("verdicts_key", ["outlet", "pollutant", "basis", "start"])
    .execute();
}

async function createFindings(trx: Kysely<FirstTables>, { keyText }: FirstFlavour): Promise<void> {
  await trx.schema
    .createTable("findings")
    .addColumn("id", keyText, (c) => c.primaryKey().notNull())
    .addColumn("start", "bigint", (c) => c.notNull())
    .addColumn("outlet", keyText, (c) => c.notNull())
    .addColumn("rule", keyText, (c) => c.notNull())
    .addColumn("status", keyText, (c) => c.notNull())
    .addColumn("level", keyText, (c) => c.notNull())
    .addColumn("case_id", keyText)
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema.createIndex("findings_by_start").on("findings").columns(["start", "id"]).execute();
  for (const column of ["outlet", "rule", "status", "level", "case_id"] as const) {
    await trx.schema.createIndex(`findings_by_${column}`).on("findings").columns([column, "start", "id"]).execute();
  }
}

async function createTimeline(trx: Kysely<FirstTables>, { keyText }: FirstFlavour): Promise<void> {
  await trx.schema
    .createTable("timeline")
    .addColumn("subject", keyText, (c) => c.notNull())
    .addColumn("position", "bigint", (c) => c.notNull())
    .addColumn("document", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("timeline_key", ["subject", "position"])
    .execute();
}

async function createFeeds(trx: Kysely<FirstTables>, { keyText }: FirstFlavour): Promise<void> {
  await trx.schema
    .createTable("deadlines")
    .addColumn("id", keyText, (c) => c.primaryKey().notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema.createIndex("deadlines_by_at").on("deadlines").columns(["at", "id"]).execute();
  await trx.schema
    .createTable("outcomes")
    .addColumn("seq", "bigint", (c) => c.primaryKey())
    .addColumn("ordinal", "bigint", (c) => c.notNull().unique())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema
    .createTable("events")
    .addColumn("id", "bigint", (c) => c.primaryKey())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema
    .createTable("counters")
    .addColumn("key", keyText, (c) => c.primaryKey().notNull())
    .addColumn("value", "bigint", (c) => c.notNull())
    .execute();
}

async function createIdentities(trx: Kysely<FirstTables>, { keyText }: FirstFlavour): Promise<void> {
  await trx.schema
    .createTable("users")
    .addColumn("id", keyText, (c) => c.primaryKey().notNull())
    .addColumn("username", keyText, (c) => c.notNull().unique())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema
    .createTable("tokens")
    .addColumn("id", keyText, (c) => c.primaryKey().notNull())
    .addColumn("secret_hash", keyText, (c) => c.notNull().unique())
    .addColumn("document", "text", (c) => c.notNull())
    .execute();
  await trx.schema
    .createTable("sessions")
    .addColumn("id", keyText, (c) => c.primaryKey().notNull())
    .addColumn("user_id", keyText, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await trx.schema.createIndex("sessions_by_user").on("sessions").column("user_id").execute();
  await trx.schema.createIndex("sessions_by_expiry").on("sessions").column("expires_at").execute();
}

async function createAudit(trx: Kysely<FirstTables>, { keyText }: FirstFlavour): Promise<void> {
  await trx.schema
    .createTable("audit")
    .addColumn("id", "bigint", (c) => c.primaryKey())
    .addColumn("document", "text", (c) => c.notNull())
    .addColumn("hash", "text", (c) => c.notNull())
    .execute();
  await trx.schema
    .createTable("audit_head")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("last_line", "bigint", (c) => c.notNull())
    .addColumn("last_hash", "text", (c) => c.notNull())
    .execute();
  await trx.insertInto("audit_head").values({ id: 1, last_line: 0, last_hash: "" }).execute();
  await trx.schema
    .createTable("remembered")
    .addColumn("key", keyText, (c) => c.notNull())
    .addColumn("actor", keyText, (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("fingerprint", "text", (c) => c.notNull())
    .addColumn("status", "integer", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("remembered_key", ["key", "actor"])
    .execute();
  await trx.schema.createIndex("remembered_by_at").on("remembered").column("at").execute();
}
