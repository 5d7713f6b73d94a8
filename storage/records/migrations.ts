import { type Kysely, sql } from "kysely";
import { createFirstTables } from "./migration-1-first-tables.ts";
import { addCommands } from "./migration-2-commands.ts";
import { addRegistryEdits } from "./migration-3-registry-edits.ts";
import { addSessionOrigins } from "./migration-4-sessions.ts";
import { joinVerdictsToPeriods } from "./migration-5-verdicts-with-periods.ts";
import { indexPeriodsOfHours } from "./migration-6-periods-of-hours.ts";
import { addDaySums } from "./migration-7-day-sums.ts";
import { keyByTime } from "./migration-8-keys-by-time.ts";
import type { Tables } from "./schema.ts";
import type { SqlFlavour } from "./sql-flavour.ts";

/** The database was written by a newer edition of the product: this one would not understand its rows. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
}

type Migration = (trx: Kysely<Tables>, flavour: SqlFlavour) => Promise<void>;

/** In order, never changed once released; the version of a migration is its place, from 1. */
const MIGRATIONS: readonly Migration[] = [
  createFirstTables,
  addCommands,
  addRegistryEdits,
  addSessionOrigins,
  joinVerdictsToPeriods,
  indexPeriodsOfHours,
  addDaySums,
  keyByTime,
];

/** The version of the tables that this edition of the product writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings the tables to the version of the code, in the transaction given: all steps or none. Two processes may call it
 * at once.
 * @throws NewerSchemaError when the database is ahead of the code; nothing is changed.
 */
export async function migrate(trx: Kysely<Tables>, flavour: SqlFlavour): Promise<void> {
  await flavour.lockForMigration(trx);
  await sql`create table if not exists schema_version (version integer primary key)`.execute(trx);
  const current = await schemaVersionOf(trx);
  if (current > SCHEMA_VERSION) {
    throw new NewerSchemaError(`the records are of schema version ${current}; this edition knows ${SCHEMA_VERSION} and older`);
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    const version = index + 1;
    if (version <= current) continue;
    await migration(trx, flavour);
    await trx.insertInto("schema_version").values({ version }).execute();
  }
}

async function schemaVersionOf(trx: Kysely<Tables>): Promise<number> {
  const newest = await trx.selectFrom("schema_version").select("version").orderBy("version", "desc").limit(1).executeTakeFirst();
  return newest?.version ?? 0;
}
