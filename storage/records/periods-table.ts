import { sql } from "kysely";
import type { DataValidity, PeriodBasis, PeriodKey, PeriodState, VerdictWord } from "../../core/judging/period.ts";
import type { Series } from "../../core/records/gathered.ts";
import type { PeriodSpan, PeriodVerdict, RecordsBatch } from "../../core/records/records.ts";
import { DAY, type Instant, instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import { type PeriodDocument, packPeriod, unpackPeriod } from "./period-document.ts";
import type { Tables } from "./schema.ts";

const KEY_COLUMNS = [
  { name: "outlet", type: "text" },
  { name: "pollutant", type: "text" },
  { name: "basis", type: "text" },
  { name: "start", type: "bigint" },
] as const;
/** The day leads, so that what an hour brings lies on few pages however long the history is. */
const DAY_COLUMN = { name: "day", type: "bigint" } as const;
const KEY = [DAY_COLUMN, ...KEY_COLUMNS].map(({ name }) => name);
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

const SERIES_COLUMNS = KEY_COLUMNS.slice(0, 3);
const NEWEST = { name: "newest", type: "bigint" } as const;
const SERIES: ManyTable = {
  table: "series",
  columns: [...SERIES_COLUMNS, NEWEST],
  key: SERIES_COLUMNS.map(({ name }) => name),
  greater: NEWEST.name,
};

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
  await insertMany(trx, SERIES, newestOf([...periods, ...verdicts]));
}

/** The newest of each series. */
function newestOf(keys: readonly PeriodKey[]): readonly Row[] {
  const newest = new Map<string, PeriodKey>();
  for (const key of keys) {
    const series = `${key.outlet}|${key.pollutant}|${key.basis}`;
    if (key.start > (newest.get(series)?.start ?? Number.NEGATIVE_INFINITY)) newest.set(series, key);
  }
  return [...newest.values()].map(({ outlet, pollutant, basis, start }) => [outlet, pollutant, basis, start]);
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
  const asked = keys.map((k) => [dayOf(k.start), k.outlet, k.pollutant, k.basis, k.start]);
  const { rows } = await db.executeQuery<Tables["periods"]>(many.selectByKeys("periods", [DAY_COLUMN, ...KEY_COLUMNS], asked));
  return rows.filter(({ document }) => document !== NO_DOCUMENT).map((row) => toPeriod(row, documents));
}

/** Starts of the newest periods of these series, in their order. */
export async function loadNewestPeriods({ db, many }: ManyDb, series: readonly Series[]): Promise<readonly (Instant | null)[]> {
  if (series.length === 0) return [];
  const keys = series.map((one) => [one.outlet, one.pollutant, one.basis]);
  const newest = await many.greatest(db, { table: SERIES.table, by: SERIES_COLUMNS, column: NEWEST.name }, keys);
  return newest.map((start) => (start === null ? null : instant(start)));
}

/** Known periods of the span, ordered by start. */
export function loadPeriods(db: ManyDb, documents: Documents, span: PeriodSpan): Promise<readonly PeriodState[]> {
  return readSpan(span, db, async (days) => {
    const rows = await loadWithin<Tables["periods"]>(db, "periods", days, [span], span);
    return rows.filter(({ document }) => document !== NO_DOCUMENT).map((row) => toPeriod(row, documents));
  });
}

function toPeriod(row: Pick<Tables["periods"], keyof PeriodKey | "document">, documents: Documents): PeriodState {
  const { outlet, pollutant, basis, start, document } = row;
  const stored = documents.read<PeriodDocument>("document/period", document);
  return { outlet, pollutant, basis: basis as PeriodBasis, start: instant(start), ...unpackPeriod(stored) };
}

/** Verdicts of the span, ordered by start. */
export function loadVerdicts(db: ManyDb, span: PeriodSpan): Promise<readonly PeriodVerdict[]> {
  return readSpan(span, db, async (days) => {
    const rows = await loadWithin<Tables["verdicts"]>(db, "verdicts", days, [span], span);
    return rows.map(toVerdict);
  });
}

/** Verdicts of these series that begin in the span, those of one series ordered by start. */
export async function loadVerdictsOf(db: ManyDb, series: readonly Series[], span: Within): Promise<readonly PeriodVerdict[]> {
  if (series.length === 0) return [];
  const rows = await loadWithin<Tables["verdicts"]>(db, "verdicts", await daysOf(db, span), series, span);
  return rows.map(toVerdict);
}

type Within = Pick<PeriodSpan, "from" | "to">;

/** Of these series the rows that begin on these days and in the span, series after series, in order. */
async function loadWithin<T>(
  { db, many }: ManyDb,
  table: "periods" | "verdicts",
  days: readonly number[],
  series: readonly Series[],
  span: Within,
): Promise<readonly T[]> {
  const by = [DAY_COLUMN, ...SERIES_COLUMNS];
  const keys = series.flatMap(({ outlet, pollutant, basis }) => days.map((day) => [day, outlet, pollutant, basis]));
  return (await db.executeQuery<T>(many.selectWithin({ table, by, column: "start" }, keys, span))).rows;
}

/** So many days at once are looked through for the first rows of a span. */
const DAYS_AT_ONCE = 64;

/** What begins in the span, or the first of it that are wanted. */
async function readSpan<T>(
  { limit, ...span }: PeriodSpan,
  db: ManyDb,
  read: (days: readonly number[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const days = await daysOf(db, span);
  if (limit === undefined) return read(days);
  const found: T[] = [];
  for (let at = 0; at < days.length && found.length < limit; at += DAYS_AT_ONCE) {
    found.push(...(await read(days.slice(at, at + DAYS_AT_ONCE))));
  }
  return found.slice(0, limit);
}

/** Spans of more days are bounded by what there is. */
const MOST_DAYS = 400;

/** The days on which the periods of a span begin. */
async function daysOf({ db }: ManyDb, { from, to }: Within): Promise<readonly number[]> {
  let [first, last] = [dayOf(from), dayOf(to - 1)];
  if (last - first > MOST_DAYS) {
    const { rows } = await sql<{ readonly first: number | null; readonly last: number | null }>`
      select (select min(day) from periods) as first, (select max(day) from periods) as last`.execute(db);
    first = Math.max(first, rows[0]?.first ?? 0);
    last = Math.min(last, rows[0]?.last ?? -1);
  }
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** As the database makes it. */
function dayOf(start: number): number {
  return Math.trunc(start / DAY);
}

function toVerdict(row: Tables["verdicts"]): PeriodVerdict {
  return {
    outlet: row.outlet,
    pollutant: row.pollutant,
    basis: row.basis as PeriodBasis,
    start: instant(row.start),
    verdict: row.verdict as VerdictWord | null,
    validity: row.validity as DataValidity,
    value: row.value,
    limitId: row.limit_id,
    limitValue: row.limit_value,
  };
}
