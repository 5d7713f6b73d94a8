import { type Kysely, type RawBuilder, sql } from "kysely";

/** A migration has types of its own, which never change. */
interface EighthTables {
  readonly periods: { readonly start: number };
  readonly findings: { readonly id: string; readonly start: number };
}

/** What a migration needs to know of its database never changes either. */

interface EighthFlavour {
  readonly keyText: RawBuilder<unknown>;
  /** True for a file, which serves no dashboard. */
  readonly hasCoveringOrders: boolean;
}

/**
 * Schema version 8: what one hour brings lies together. A key that begins with the outlet puts each row of an hour on a
 * page of its own once the history is long, and a page costs the same for one row as for fifty.
 *
 * Periods are found by their day first; the newest of each series stands in a table of its own. Findings are found by
 * the time in their id first; by outlet and case an index of few rows has those that are provisional, and the long one
 * gets a finding when it settles, with the others of its day. SQLite, which keeps no figures about its rows, takes the
 * right one of these where no other index tells provisional findings from the rest.
 */
export async function keyByTime(trx: Kysely<EighthTables>, flavour: EighthFlavour): Promise<void> {
  await keyPeriodsByDay(trx, flavour);
  await keepNewestOfSeries(trx, flavour);
  await keyFindingsByTime(trx, flavour);
}

async function keyPeriodsByDay(trx: Kysely<EighthTables>, { keyText, hasCoveringOrders }: EighthFlavour): Promise<void> {
  const written = sql`outlet, pollutant, basis, start, document, verdict, validity, value, limit_id, limit_value`;
  await sql`drop view verdicts`.execute(trx);
  await sql`alter table periods rename to periods_of_7`.execute(trx);
  await sql`
    create table periods (
      outlet ${keyText} not null, pollutant ${keyText} not null, basis ${keyText} not null, start bigint not null,
      document text not null, verdict text, validity text, value double precision, limit_id text,
      limit_value double precision, day bigint not null generated always as (start / 86400000) stored
    )
  `.execute(trx);
  await sql`insert into periods (${written}) select ${written} from periods_of_7`.execute(trx);
  await sql`drop table periods_of_7`.execute(trx);
  await sql`create unique index periods_by_day on periods (day, outlet, pollutant, basis, start)`.execute(trx);
  if (!hasCoveringOrders) await sql`create index periods_of_hours on periods (start) where basis = 'hour'`.execute(trx);
  await sql`
    create view verdicts as
    select day, outlet, pollutant, basis, start, verdict, validity, value, limit_id, limit_value
    from periods where validity is not null
  `.execute(trx);
}

async function keepNewestOfSeries(trx: Kysely<EighthTables>, { keyText }: EighthFlavour): Promise<void> {
  await sql`
    create table series (
      outlet ${keyText} not null, pollutant ${keyText} not null, basis ${keyText} not null, newest bigint not null,
      primary key (outlet, pollutant, basis)
    )
  `.execute(trx);
  await sql`
    insert into series (outlet, pollutant, basis, newest)
    select outlet, pollutant, basis, max(start) from periods group by outlet, pollutant, basis
  `.execute(trx);
}

async function keyFindingsByTime(trx: Kysely<EighthTables>, { keyText }: EighthFlavour): Promise<void> {
  const kept = sql`id, start, outlet, rule, status, level, case_id, document`;
  await sql`alter table findings rename to findings_of_7`.execute(trx);
  await sql`
    create table findings (
      id_time bigint not null, id ${keyText} not null, start bigint not null, outlet ${keyText} not null,
      rule ${keyText} not null, status ${keyText} not null, level ${keyText} not null, case_id ${keyText},
      document text not null
    )
  `.execute(trx);
  await sql`
    insert into findings (id_time, ${kept})
    select case when id like '%T__:__:__.___Z' then start else 0 end, ${kept} from findings_of_7
  `.execute(trx);
  await sql`drop table findings_of_7`.execute(trx);
  await sql`create unique index findings_by_id on findings (id_time, id)`.execute(trx);
  await sql`create index findings_by_start on findings (start, id)`.execute(trx);
  await sql`create index findings_by_rule on findings (rule, start, id)`.execute(trx);
  await sql`create index findings_by_level on findings (level, start, id)`.execute(trx);
  const [settled, provisional] = [sql`status <> 'provisional'`, sql`status = 'provisional'`];
  await sql`create index findings_provisional on findings (start, id) where ${provisional}`.execute(trx);
  await sql`create index findings_by_status on findings (status, start, id) where ${settled}`.execute(trx);
  await sql`create index findings_provisional_by_outlet on findings (outlet) where ${provisional}`.execute(trx);
  await sql`create index findings_by_outlet on findings (outlet, start, id) where ${settled}`.execute(trx);
  await sql`create index findings_provisional_by_case on findings (case_id) where ${provisional}`.execute(trx);
  await sql`create index findings_by_case on findings (case_id, start, id) where ${settled}`.execute(trx);
}
