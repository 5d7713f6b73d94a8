import { CASES } from "../../cases/case/case-collection.ts";
import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import { INCIDENTS } from "../../cases/incident/incident-collection.ts";
import { STANDING_DAYS } from "../../cases/incident/standing-day.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { instant } from "../../core/time.ts";
import { NAMES } from "./story.ts";

const ALL_HOURS = { basis: "hour", from: instant(0), to: instant(8_640_000_000_000_000) } as const;

/** Everything the records hold that a page, a report or a later verdict can depend on. */
export async function everythingOf(records: RecordsView, upTo: number) {
  const { items: findings } = await records.findings({ limit: 1_000 });
  const cases = await allRows(records.subjects, CASES, { where: [], order: "changed" });
  const incidents = await allRows(records.subjects, INCIDENTS, { where: [], order: "newest" });
  const standingDays = await allRows(records.subjects, STANDING_DAYS, { where: [], order: "newest" });
  const declarations = await allRows(records.subjects, DECLARATIONS, { where: [], order: "newest" });
  const outcomes = await Promise.all(Array.from({ length: upTo }, (_, i) => records.outcome(i + 1)));
  const hours = await Promise.all(NAMES.map(([outlet, pollutant]) => records.periods({ outlet, pollutant, ...ALL_HOURS })));
  const verdicts = await Promise.all(NAMES.map(([outlet, pollutant]) => records.verdicts({ outlet, pollutant, ...ALL_HOURS })));
  return {
    findings,
    cases,
    incidents,
    standingDays,
    declarations,
    outcomes,
    hours,
    verdicts,
    timelines: await Promise.all(cases.map((c) => records.timeline(c.id))),
    deadlines: await records.dueDeadlines(ALL_HOURS.to, 10_000),
    events: await records.eventsAfter(0, 10_000),
    counter: await records.counter("410199-2026"),
    registries: await records.registrySteps(0),
    registry: (await records.registryAt(upTo))?.registry,
    position: await records.position(),
  };
}
