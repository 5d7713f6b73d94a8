import { type Kysely, sql } from "kysely";

/** A migration has types of its own, which never change. */
interface FifthTables {
  readonly verdicts: { readonly basis: string; readonly start: number };
}

/** What a migration needs to know of its database never changes either. */
interface FifthFlavour {
  /** True for a file, which serves no dashboard. */
  readonly hasCoveringOrders: boolean;
}

/**
 * Schema version 5: dashboards ask for the hours of a time, whatever the outlet. The index names nothing that changes
 * in a row, so that a changed verdict stays on its page; whoever has many rows may have made it before.
 */
export async function indexVerdictsOfHours(trx: Kysely<FifthTables>, { hasCoveringOrders }: FifthFlavour): Promise<void> {
  if (hasCoveringOrders) return;
  await sql`create index if not exists verdicts_of_hours on verdicts (start) where basis = 'hour'`.execute(trx);
}
