import { type Kysely, sql } from "kysely";

/** A migration has types of its own, which never change. */
interface FifthTables {
  readonly periods: { readonly document: string; readonly validity: string | null };
}

/**
 * Schema version 5: what is said of a period stands in the row of the period, so that an hour is written once and
 * found by one key. `verdicts` goes on as a view of it, for whoever reads it by that name. A row without a document is
 * a verdict of whose period nothing is known.
 */
export async function joinVerdictsToPeriods(trx: Kysely<FifthTables>): Promise<void> {
  for (const [column, type] of COLUMNS) {
    await sql`alter table periods add column ${sql.ref(column)} ${sql.raw(type)}`.execute(trx);
  }
  await sql`
    update periods set verdict = v.verdict, validity = v.validity, value = v.value, limit_id = v.limit_id, limit_value = v.limit_value
    from verdicts as v
    where v.outlet = periods.outlet and v.pollutant = periods.pollutant and v.basis = periods.basis and v.start = periods.start
  `.execute(trx);
  await sql`
    insert into periods (outlet, pollutant, basis, start, document, verdict, validity, value, limit_id, limit_value)
    select v.outlet, v.pollutant, v.basis, v.start, '', v.verdict, v.validity, v.value, v.limit_id, v.limit_value
    from verdicts as v
    where not exists (
      select 1 from periods as p
      where p.outlet = v.outlet and p.pollutant = v.pollutant and p.basis = v.basis and p.start = v.start
    )
  `.execute(trx);
  await sql`drop table verdicts`.execute(trx);
  await sql`
    create view verdicts as
    select outlet, pollutant, basis, start, verdict, validity, value, limit_id, limit_value from periods where validity is not null
  `.execute(trx);
}

const COLUMNS = [
  ["verdict", "text"],
  ["validity", "text"],
  ["value", "double precision"],
  ["limit_id", "text"],
  ["limit_value", "double precision"],
] as const;
