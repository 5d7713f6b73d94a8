import type { Kysely } from "kysely";

/** A migration has types of its own, which never change. */
interface FourthTables {
  readonly sessions: { readonly id: string; readonly address: string; readonly agent: string };
}

/** Schema version 4: where a session was opened; of those of before nobody knows. */
export async function addSessionOrigins(trx: Kysely<FourthTables>): Promise<void> {
  for (const column of ["address", "agent"] as const) {
    await trx.schema
      .alterTable("sessions")
      .addColumn(column, "text", (c) => c.notNull().defaultTo(""))
      .execute();
  }
}
