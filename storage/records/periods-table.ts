import { type Kysely, sql } from "kysely";
import type { DataValidity, PeriodBasis, PeriodKey, PeriodState, VerdictWord } from "../../core/judging/period.ts";
import type { PeriodSpan, PeriodVerdict } from "../../core/records/records.ts";
import { instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

const keyOf = ({ outlet, pollutant, basis, start }: PeriodKey): string => JSON.stringify([outlet, pollutant, basis, start]);

/** Writes states of periods over those of the same key. */
export async function savePeriods(trx: Kysely<Tables>, documents: Documents, periods: readonly PeriodState[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(periods, keyOf))) {
    const rows = batch.map(({ outlet, pollutant, basis, start, ...rest }) => ({
      outlet,
      pollutant,
      basis,
      start,
      document: documents.write("document/period", rest),
    }));
    await trx
      .insertInto("periods")
      .values(rows)
      .onConflict((oc) =>
        oc.columns(["outlet", "pollutant", "basis", "start"]).doUpdateSet((eb) => ({ document: eb.ref("excluded.document") })),
      )
      .execute();
  }
}

/** What is known of these periods, in any order. */
export async function loadPeriodsOf(
  db: Kysely<Tables>,
  documents: Documents,
  keys: readonly PeriodKey[],
): Promise<readonly PeriodState[]> {
  const found: PeriodState[] = [];
  for (const batch of rowBatches(keys)) {
    const tuples = batch.map((k) => sql`(${k.outlet}, ${k.pollutant}, ${k.basis}, ${sql.lit(k.start)})`);
    const rows = await db
      .selectFrom("periods")
      .selectAll()
      .where(sql<boolean>`(outlet, pollutant, basis, start) in (values ${sql.join(tuples)})`)
      .execute();
    found.push(...rows.map((row) => toPeriod(row, documents)));
  }
  return found;
}

/** Known periods of the span, ordered by start. */
export async function loadPeriods(db: Kysely<Tables>, documents: Documents, span: PeriodSpan): Promise<readonly PeriodState[]> {
  const { outlet, pollutant, basis, from, to, limit } = span;
  const rows = await db
    .selectFrom("periods")
    .selectAll()
    .where("outlet", "=", outlet)
    .where("pollutant", "=", pollutant)
    .where("basis", "=", basis)
    .where("start", ">=", from)
    .where("start", "<", to)
    .orderBy("start")
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map((row) => toPeriod(row, documents));
}

function toPeriod(row: Tables["periods"], documents: Documents): PeriodState {
  const { outlet, pollutant, basis, start, document } = row;
  const rest = documents.read<Omit<PeriodState, keyof PeriodKey>>("document/period", document);
  return { outlet, pollutant, basis: basis as PeriodBasis, start: instant(start), ...rest };
}

/** Writes verdicts over those of the same key. */
export async function saveVerdicts(trx: Kysely<Tables>, verdicts: readonly PeriodVerdict[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(verdicts, keyOf))) {
    await trx
      .insertInto("verdicts")
      .values(batch.map(({ limitId, limitValue, ...same }) => ({ ...same, limit_id: limitId, limit_value: limitValue })))
      .onConflict((oc) =>
        oc.columns(["outlet", "pollutant", "basis", "start"]).doUpdateSet((eb) => ({
          verdict: eb.ref("excluded.verdict"),
          validity: eb.ref("excluded.validity"),
          value: eb.ref("excluded.value"),
          limit_id: eb.ref("excluded.limit_id"),
          limit_value: eb.ref("excluded.limit_value"),
        })),
      )
      .execute();
  }
}

/** Verdicts of the span, ordered by start. */
export async function loadVerdicts(db: Kysely<Tables>, span: PeriodSpan): Promise<readonly PeriodVerdict[]> {
  const { outlet, pollutant, basis, from, to, limit } = span;
  const rows = await db
    .selectFrom("verdicts")
    .selectAll()
    .where("outlet", "=", outlet)
    .where("pollutant", "=", pollutant)
    .where("basis", "=", basis)
    .where("start", ">=", from)
    .where("start", "<", to)
    .orderBy("start")
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map((row) => ({
    outlet,
    pollutant,
    basis,
    start: instant(row.start),
    verdict: row.verdict as VerdictWord | null,
    validity: row.validity as DataValidity,
    value: row.value,
    limitId: row.limit_id,
    limitValue: row.limit_value,
  }));
}
