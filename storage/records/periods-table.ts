import type { ExpressionBuilder, Kysely } from "kysely";
import type { DataValidity, PeriodBasis, PeriodKey, PeriodState, VerdictWord } from "../../core/judging/period.ts";
import type { Series } from "../../core/records/gathered.ts";
import type { PeriodSpan, PeriodVerdict, RecordsBatch } from "../../core/records/records.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable, type NumberOf } from "./many-rows.ts";
import { type PeriodDocument, packPeriod, unpackPeriod } from "./period-document.ts";
import type { Tables } from "./schema.ts";

const KEY_COLUMNS = [
  { name: "outlet", type: "text" },
  { name: "pollutant", type: "text" },
  { name: "basis", type: "text" },
  { name: "start", type: "bigint" },
] as const;
const KEY = KEY_COLUMNS.map(({ name }) => name);
const DOCUMENT = { name: "document", type: "text" } as const;
const SAID_COLUMNS = [
  { name: "verdict", type: "text" },
  { name: "validity", type: "text" },
  { name: "value", type: "double precision" },
  { name: "limit_id", type: "text" },
  { name: "limit_value", type: "double precision" },
] as const;
const JUDGED: ManyTable = { table: "periods", columns: [...KEY_COLUMNS, DOCUMENT, ...SAID_COLUMNS], key: KEY };
const PERIODS: ManyTable = { table: "periods", columns: [...KEY_COLUMNS, DOCUMENT], key: KEY };
const VERDICTS: ManyTable = { ...JUDGED, fixed: [DOCUMENT.name] };

type Row = readonly (string | number | null)[];

/** What stands as the document of a verdict whose period is not known. */
const NO_DOCUMENT = "";

/**
 * Writes states of periods and what is said of them over what is there of the same key, each key once in either list. A
 * period of which nothing is said anew keeps its verdict, a verdict alone the state. Mostly the lists say the same
 * periods in the same order: then a period is one row.
 */
export async function savePeriods(
  trx: ManyDb,
  documents: Documents,
  { periods, verdicts }: Pick<RecordsBatch, "periods" | "verdicts">,
): Promise<void> {
  const judged: Row[] = [];
  const silent: Row[] = [];
  let next = 0;
  for (const period of periods) {
    const { outlet, pollutant, basis, start } = period;
    const document = documents.write("document/period", packPeriod(period));
    const verdict = verdicts[next];
    if (verdict === undefined || !isOf(verdict, period)) {
      silent.push([outlet, pollutant, basis, start, document]);
      continue;
    }
    next += 1;
    judged.push(rowOf(verdict, document));
  }
  const said = verdicts.slice(next).map((verdict) => rowOf(verdict, NO_DOCUMENT));
  await insertMany(trx, JUDGED, judged);
  await insertMany(trx, PERIODS, silent);
  await insertMany(trx, VERDICTS, said);
}

function isOf(verdict: PeriodKey, period: PeriodKey): boolean {
  const isPlace = verdict.outlet === period.outlet && verdict.pollutant === period.pollutant;
  return verdict.start === period.start && verdict.basis === period.basis && isPlace;
}

function rowOf(v: PeriodVerdict, document: string): Row {
  return [v.outlet, v.pollutant, v.basis, v.start, document, v.verdict, v.validity, v.value, v.limitId, v.limitValue];
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
  return rows.filter(({ document }) => document !== NO_DOCUMENT).map((row) => toPeriod(row, documents));
}

/** Starts of the newest periods of these series, in their order. */
export async function loadNewestPeriods({ db, many }: ManyDb, series: readonly Series[]): Promise<readonly (Instant | null)[]> {
  if (series.length === 0) return [];
  const keys = series.map((one) => [one.outlet, one.pollutant, one.basis]);
  const newest = await many.greatest(db, NEWEST, keys);
  return newest.map((start) => (start === null ? null : instant(start)));
}

const NEWEST: NumberOf = { table: "periods", by: KEY_COLUMNS.slice(0, 3), column: "start" };

/** What periods and verdicts are asked for. */
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
    .select(["outlet", "pollutant", "basis", "start", "document"])
    .where(liesIn(span))
    .where("document", "!=", NO_DOCUMENT)
    .orderBy("start")
    .$if(span.limit !== undefined, (query) => query.limit(span.limit ?? 0))
    .execute();
  return rows.map((row) => toPeriod(row, documents));
}

function toPeriod(row: Pick<Tables["periods"], keyof PeriodKey | "document">, documents: Documents): PeriodState {
  const { outlet, pollutant, basis, start, document } = row;
  const stored = documents.read<PeriodDocument>("document/period", document);
  return { outlet, pollutant, basis: basis as PeriodBasis, start: instant(start), ...unpackPeriod(stored) };
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
  return rows.map((row) => toVerdict(row, { outlet, pollutant, basis }));
}

/** Verdicts of these series that begin in the span, those of one series ordered by start. */
export async function loadVerdictsOf(
  { db, many }: ManyDb,
  series: readonly Series[],
  { from, to }: Pick<PeriodSpan, "from" | "to">,
): Promise<readonly PeriodVerdict[]> {
  if (series.length === 0) return [];
  const keys = series.map((one) => [one.outlet, one.pollutant, one.basis]);
  const query = many.selectWithin({ table: "verdicts", by: KEY_COLUMNS.slice(0, 3), column: "start" }, keys, { from, to });
  const { rows } = await db.executeQuery<Tables["verdicts"]>(query);
  return rows.map((row) => toVerdict(row, { outlet: row.outlet, pollutant: row.pollutant, basis: row.basis as PeriodBasis }));
}

function toVerdict(row: Omit<Tables["verdicts"], keyof Series>, series: Series): PeriodVerdict {
  return {
    ...series,
    start: instant(row.start),
    verdict: row.verdict as VerdictWord | null,
    validity: row.validity as DataValidity,
    value: row.value,
    limitId: row.limit_id,
    limitValue: row.limit_value,
  };
}
