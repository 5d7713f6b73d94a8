import type { ExpressionBuilder, Kysely } from "kysely";
import type { DataValidity, PeriodBasis, PeriodKey, PeriodState, VerdictWord } from "../../core/judging/period.ts";
import type { Series } from "../../core/records/gathered.ts";
import type { PeriodSpan, PeriodVerdict } from "../../core/records/records.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import { type PeriodDocument, packPeriod, unpackPeriod } from "./period-document.ts";
import { lastByKey } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

const keyOf = ({ outlet, pollutant, basis, start }: PeriodKey): string => `${start}|${basis}|${pollutant}|${outlet}`;

const KEY_COLUMNS = [
  { name: "outlet", type: "text" },
  { name: "pollutant", type: "text" },
  { name: "basis", type: "text" },
  { name: "start", type: "bigint" },
] as const;
const KEY = KEY_COLUMNS.map(({ name }) => name);
const PERIODS: ManyTable = { table: "periods", columns: [...KEY_COLUMNS, { name: "document", type: "text" }], key: KEY };
const VERDICTS: ManyTable = {
  table: "verdicts",
  columns: [
    ...KEY_COLUMNS,
    { name: "verdict", type: "text" },
    { name: "validity", type: "text" },
    { name: "value", type: "double precision" },
    { name: "limit_id", type: "text" },
    { name: "limit_value", type: "double precision" },
  ],
  key: KEY,
};

/** Writes states of periods over those of the same key. */
export async function savePeriods(trx: ManyDb, documents: Documents, periods: readonly PeriodState[]): Promise<void> {
  const rows = lastByKey(periods, keyOf).map((period) => {
    const { outlet, pollutant, basis, start } = period;
    return [outlet, pollutant, basis, start, documents.write("document/period", packPeriod(period))];
  });
  await insertMany(trx, PERIODS, rows);
}

/** What is known of these periods, in any order. */
export async function loadPeriodsOf(
  { db, many }: ManyDb,
  documents: Documents,
  keys: readonly PeriodKey[],
): Promise<readonly PeriodState[]> {
  if (keys.length === 0) return [];
  const asked = keys.map((k) => [k.outlet, k.pollutant, k.basis, k.start]);
  const { rows } = await db.executeQuery<Tables["periods"]>(many.selectByKeys("periods", KEY_COLUMNS, asked));
  return rows.map((row) => toPeriod(row, documents));
}

/** Starts of the newest periods of these series, in their order. */
export async function loadNewestPeriods({ db, many }: ManyDb, series: readonly Series[]): Promise<readonly (Instant | null)[]> {
  if (series.length === 0) return [];
  const keys = series.map((one) => [one.outlet, one.pollutant, one.basis]);
  const query = many.selectGreatest("periods", { columns: KEY_COLUMNS.slice(0, 3), greatest: "start" }, keys);
  const { rows } = await db.executeQuery<{ readonly greatest: number | null }>(query);
  return rows.map(({ greatest }) => (greatest === null ? null : instant(greatest)));
}

/** What both tables are asked for. */
function liesIn({ outlet, pollutant, basis, from, to }: PeriodSpan) {
  return (eb: ExpressionBuilder<Tables, "periods" | "verdicts">) =>
    eb.and([
      eb("outlet", "=", outlet),
      eb("pollutant", "=", pollutant),
      eb("basis", "=", basis),
      eb("start", ">=", from),
      eb("start", "<", to),
    ]);
}

/** Known periods of the span, ordered by start. */
export async function loadPeriods(db: Kysely<Tables>, documents: Documents, span: PeriodSpan): Promise<readonly PeriodState[]> {
  const rows = await db
    .selectFrom("periods")
    .selectAll()
    .where(liesIn(span))
    .orderBy("start")
    .$if(span.limit !== undefined, (query) => query.limit(span.limit ?? 0))
    .execute();
  return rows.map((row) => toPeriod(row, documents));
}

function toPeriod(row: Tables["periods"], documents: Documents): PeriodState {
  const { outlet, pollutant, basis, start, document } = row;
  const stored = documents.read<PeriodDocument>("document/period", document);
  return { outlet, pollutant, basis: basis as PeriodBasis, start: instant(start), ...unpackPeriod(stored) };
}

/** Writes verdicts over those of the same key. */
export async function saveVerdicts(trx: ManyDb, verdicts: readonly PeriodVerdict[]): Promise<void> {
  const rows = lastByKey(verdicts, keyOf).map((v) => {
    return [v.outlet, v.pollutant, v.basis, v.start, v.verdict, v.validity, v.value, v.limitId, v.limitValue];
  });
  await insertMany(trx, VERDICTS, rows);
}

/** Verdicts of the span, ordered by start. */
export async function loadVerdicts(db: Kysely<Tables>, span: PeriodSpan): Promise<readonly PeriodVerdict[]> {
  const { outlet, pollutant, basis } = span;
  const rows = await db
    .selectFrom("verdicts")
    .selectAll()
    .where(liesIn(span))
    .orderBy("start")
    .$if(span.limit !== undefined, (query) => query.limit(span.limit ?? 0))
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
