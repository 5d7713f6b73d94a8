import { type Kysely, sql } from "kysely";

/** A migration has types of its own, which never change. */
interface SixthTables {
  readonly periods: { readonly basis: string; readonly start: number };
}

/** What a migration needs to know of its database never changes either. */
interface SixthFlavour {
  /** True for a file, which serves no dashboard. */
  readonly hasCoveringOrders: boolean;
}

/**
 * Schema version 6: dashboards ask for the hours of a time, whatever the outlet. The index names nothing that changes
 * in a row, so that a changed row stays on its page; whoever has many rows may have made it before.
 */
export async function indexPeriodsOfHours(trx: Kysely<SixthTables>, { hasCoveringOrders }: SixthFlavour): Promise<void> {
  if (hasCoveringOrders) return;
  await sql`create index if not exists periods_of_hours on periods (start) where basis = 'hour'`.execute(trx);
}
