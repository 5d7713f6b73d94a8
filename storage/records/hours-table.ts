import type { Kysely } from "kysely";
import type { DataValidity, HourState, VerdictWord } from "../../core/judging/hour.ts";
import type { HourVerdict } from "../../core/records/records.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import { decodeHour, encodeHour, type HourKey } from "./hour-document.ts";
import { lastByKey, rowBatches } from "./row-batches.ts";
import type { Tables } from "./schema.ts";

/** Hours of one outlet and pollutant with `from <= start < to`. */
export interface HourSpan {
  readonly outlet: string;
  readonly pollutant: string;
  readonly from: Instant;
  readonly to: Instant;
}

const keyOf = (hour: HourKey): string => JSON.stringify([hour.outlet, hour.pollutant, hour.start]);

/** Writes hour states over those of the same outlet, pollutant and start. */
export async function saveHours(trx: Kysely<Tables>, documents: Documents, hours: readonly HourState[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(hours, keyOf))) {
    await trx
      .insertInto("hours")
      .values(
        batch.map((h) => ({
          outlet: h.outlet,
          pollutant: h.pollutant,
          start: h.start,
          document: documents.write("document/hour", encodeHour(h)),
        })),
      )
      .onConflict((oc) =>
        oc.columns(["outlet", "pollutant", "start"]).doUpdateSet((eb) => ({ document: eb.ref("excluded.document") })),
      )
      .execute();
  }
}

/** One hour, if anything is known of it. */
export async function loadHour(db: Kysely<Tables>, documents: Documents, key: HourKey): Promise<HourState | undefined> {
  const row = await db
    .selectFrom("hours")
    .select("document")
    .where("outlet", "=", key.outlet)
    .where("pollutant", "=", key.pollutant)
    .where("start", "=", key.start)
    .executeTakeFirst();
  return row === undefined ? undefined : decodeHour(key, documents.read("document/hour", row.document));
}

/** Known hours of the span, ordered by start. */
export async function loadHours(
  db: Kysely<Tables>,
  documents: Documents,
  { outlet, pollutant, from, to }: HourSpan,
): Promise<readonly HourState[]> {
  const rows = await db
    .selectFrom("hours")
    .select(["start", "document"])
    .where("outlet", "=", outlet)
    .where("pollutant", "=", pollutant)
    .where("start", ">=", from)
    .where("start", "<", to)
    .orderBy("start")
    .execute();
  return rows.map((row) => {
    const key = { outlet, pollutant, start: instant(row.start) };
    return decodeHour(key, documents.read("document/hour", row.document));
  });
}

/** Writes verdicts over those of the same outlet, pollutant and start. */
export async function saveVerdicts(trx: Kysely<Tables>, verdicts: readonly HourVerdict[]): Promise<void> {
  for (const batch of rowBatches(lastByKey(verdicts, keyOf))) {
    await trx
      .insertInto("verdicts")
      .values(batch.map(({ limitId, limitValue, ...same }) => ({ ...same, limit_id: limitId, limit_value: limitValue })))
      .onConflict((oc) =>
        oc.columns(["outlet", "pollutant", "start"]).doUpdateSet((eb) => ({
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
export async function loadVerdicts(
  db: Kysely<Tables>,
  { outlet, pollutant, from, to }: HourSpan,
): Promise<readonly HourVerdict[]> {
  const rows = await db
    .selectFrom("verdicts")
    .selectAll()
    .where("outlet", "=", outlet)
    .where("pollutant", "=", pollutant)
    .where("start", ">=", from)
    .where("start", "<", to)
    .orderBy("start")
    .execute();
  return rows.map((row) => ({
    outlet,
    pollutant,
    start: instant(row.start),
    verdict: row.verdict as VerdictWord,
    validity: row.validity as DataValidity,
    value: row.value,
    limitId: row.limit_id,
    limitValue: row.limit_value,
  }));
}
