import type { ExpressionBuilder, Kysely } from "kysely";
import { countHours, type DaySum } from "../../core/judging/day-sum.ts";
import type { PeriodState } from "../../core/judging/period.ts";
import type { DaysAsked, DayToSum, SeriesCounts } from "../../core/records/day-sums.ts";
import type { RecordsBatch } from "../../core/records/records.ts";
import { type Instant, instant, startOfBeijingDay } from "../../core/time.ts";
import { insertMany, type ManyDb, type ManyTable } from "./many-rows.ts";
import type { Tables } from "./schema.ts";

const MARKS: ManyTable = {
  table: "days_to_sum",
  columns: [
    { name: "outlet", type: "text" },
    { name: "day", type: "bigint" },
    { name: "since", type: "bigint" },
    { name: "stamp", type: "text" },
  ],
  key: ["outlet", "day"],
  fixed: ["since"],
};

const SUMS: ManyTable = {
  table: "day_sums",
  columns: [
    { name: "outlet", type: "text" },
    { name: "pollutant", type: "text" },
    { name: "day", type: "bigint" },
    { name: "received", type: "integer" },
    { name: "valid", type: "integer" },
    { name: "timely", type: "integer" },
    { name: "timely_valid", type: "integer" },
    { name: "excused", type: "integer" },
    { name: "hours", type: "text" },
    { name: "mass", type: "text" },
  ],
  key: ["outlet", "pollutant", "day"],
};

/** The days of outlets that hours of a batch lie in, each once. */
export function daysTouched(periods: readonly PeriodState[]): readonly Pick<DayToSum, "outlet" | "day">[] {
  const touched = new Map<string, Pick<DayToSum, "outlet" | "day">>();
  for (const { outlet, basis, start } of periods) {
    if (basis !== "hour") continue;
    const day = startOfBeijingDay(start);
    touched.set(`${outlet}|${day}`, { outlet, day });
  }
  return [...touched.values()];
}

/** Tells one change of a day from the next. */
export function stampOf({ upTo, step }: Pick<RecordsBatch, "upTo" | "step">): string {
  return `${upTo}.${step}`;
}

/** Marks the days whose hours a batch changes. */
export async function markDays(trx: ManyDb, batch: RecordsBatch): Promise<void> {
  const stamp = stampOf(batch);
  const rows = daysTouched(batch.periods).map(({ outlet, day }) => [outlet, day, batch.engineAt, stamp]);
  await insertMany(trx, MARKS, rows);
}

type Sums = ExpressionBuilder<Tables, "day_sums" | "days_to_sum">;

function liesIn({ outlets, from, to }: DaysAsked) {
  return (eb: Sums) => eb.and([isOf(outlets)(eb), eb("day", ">=", from), eb("day", "<", to)]);
}

function isOf(outlets: readonly string[] | undefined) {
  return (eb: Sums) => {
    if (outlets === undefined || outlets.length === 0) return eb.lit(outlets === undefined);
    return eb("outlet", "in", outlets);
  };
}

/** Marked days, those that were marked first first. */
export async function loadDaysToSum(db: Kysely<Tables>, asked: DaysAsked, limit: number): Promise<readonly DayToSum[]> {
  const rows = await db
    .selectFrom("days_to_sum")
    .selectAll()
    .where(liesIn(asked))
    .orderBy("since")
    .orderBy("outlet")
    .orderBy("day")
    .limit(limit)
    .execute();
  return rows.map(({ outlet, day, since, stamp }) => ({ outlet, day: instant(day), since: instant(since), stamp }));
}

/** Puts the sums of a marked day; the mark goes where the day is settled and did not change meanwhile. */
export async function saveDaySums(
  trx: ManyDb,
  { outlet, day, stamp }: DayToSum,
  { sums, settled, now }: { readonly sums: readonly DaySum[]; readonly settled: boolean; readonly now: Instant },
): Promise<void> {
  await insertMany(trx, SUMS, sums.map(toRow));
  if (settled) {
    await trx.db
      .deleteFrom("days_to_sum")
      .where("outlet", "=", outlet)
      .where("day", "=", day)
      .where("stamp", "=", stamp)
      .execute();
  } else {
    await trx.db.updateTable("days_to_sum").set({ since: now }).where("outlet", "=", outlet).where("day", "=", day).execute();
  }
}

function toRow(sum: DaySum): readonly (string | number | null)[] {
  const { outlet, pollutant, day, hours, mass } = sum;
  const { received, valid, timely, timelyValid, excused } = countHours(sum);
  const masses = mass === undefined ? null : JSON.stringify(mass);
  return [outlet, pollutant, day, received, valid, timely, timelyValid, excused, hours, masses];
}

/** Sums ordered by outlet, pollutant and day. */
export async function loadDaySums(db: Kysely<Tables>, asked: DaysAsked): Promise<readonly DaySum[]> {
  const rows = await db
    .selectFrom("day_sums")
    .select(["outlet", "pollutant", "day", "hours", "mass"])
    .where(liesIn(asked))
    .orderBy("outlet")
    .orderBy("pollutant")
    .orderBy("day")
    .execute();
  return rows.map(({ outlet, pollutant, day, hours, mass }) => {
    const masses = mass === null ? {} : { mass: JSON.parse(mass) as readonly (number | null)[] };
    return { outlet, pollutant, day: instant(day), hours, ...masses };
  });
}

/** What the days of each series count together. */
export async function loadSeriesCounts(db: Kysely<Tables>, asked: DaysAsked): Promise<readonly SeriesCounts[]> {
  const rows = await db
    .selectFrom("day_sums")
    .select(({ fn }) => [
      "outlet",
      "pollutant",
      fn.sum<number>("received").as("received"),
      fn.sum<number>("valid").as("valid"),
      fn.sum<number>("timely").as("timely"),
      fn.sum<number>("timely_valid").as("timelyValid"),
      fn.sum<number>("excused").as("excused"),
    ])
    .where(liesIn(asked))
    .groupBy(["outlet", "pollutant"])
    .orderBy("outlet")
    .orderBy("pollutant")
    .execute();
  return rows.map((row) => ({
    outlet: row.outlet,
    pollutant: row.pollutant,
    received: Number(row.received),
    valid: Number(row.valid),
    timely: Number(row.timely),
    timelyValid: Number(row.timelyValid),
    excused: Number(row.excused),
  }));
}

/** The first summed day of each series. */
export async function loadFirstDays(
  db: Kysely<Tables>,
  outlets: readonly string[] | undefined,
): Promise<readonly Pick<DaySum, "outlet" | "pollutant" | "day">[]> {
  const rows = await db
    .selectFrom("day_sums")
    .select(({ fn }) => ["outlet", "pollutant", fn.min<number>("day").as("day")])
    .where(isOf(outlets))
    .groupBy(["outlet", "pollutant"])
    .orderBy("outlet")
    .orderBy("pollutant")
    .execute();
  return rows.map(({ outlet, pollutant, day }) => ({ outlet, pollutant, day: instant(Number(day)) }));
}
