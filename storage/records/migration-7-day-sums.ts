import { type Kysely, type RawBuilder, sql } from "kysely";

/** A migration has types of its own, which never change. */
interface SeventhTables {
  readonly periods: { readonly outlet: string; readonly basis: string; readonly start: number };
}

/** What a migration needs to know of its database never changes either. */
interface SeventhFlavour {
  readonly keyText: RawBuilder<unknown>;
}

/**
 * Schema version 7: sums of days, and which days are to be summed. The hours that were kept before are marked, so that
 * an installation that has judged for a year gets its sums in the background.
 */
export async function addDaySums(trx: Kysely<SeventhTables>, { keyText }: SeventhFlavour): Promise<void> {
  await sql`
    create table day_sums (
      outlet ${keyText} not null, pollutant ${keyText} not null, day bigint not null,
      received integer not null, valid integer not null, timely integer not null, timely_valid integer not null,
      excused integer not null, hours text not null, mass text,
      primary key (outlet, pollutant, day)
    )
  `.execute(trx);
  await sql`
    create table days_to_sum (
      outlet ${keyText} not null, day bigint not null, since bigint not null, stamp text not null,
      primary key (outlet, day)
    )
  `.execute(trx);
  await sql`create index days_to_sum_in_order on days_to_sum (since, outlet, day)`.execute(trx);
  await sql`
    insert into days_to_sum (outlet, day, since, stamp)
    select outlet, start - (start + ${BEIJING_SHIFT}) % ${DAY}, 0, '' from periods where basis = 'hour'
    group by 1, 2
  `.execute(trx);
}

/** A migration has figures of its own, which never change. */
const BEIJING_SHIFT = sql.lit(28_800_000);
const DAY = sql.lit(86_400_000);
